package io.duestream.specs.fault;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Partitions that an executor was given at once, as it tells in its log.
 *
 * @param ends where each of them ended then; a partition whose end it could not learn is left out
 * @param partitions their numbers
 * @param inGoodOrder those whose last owner left word that nothing of them was begun any more
 */
record Assignment(Set<Integer> partitions, Map<Integer, Long> ends, Set<Integer> inGoodOrder) {
    private static final Pattern TOLD =
            Pattern.compile("assigned \\[(.*)], ending at \\{(.*)}; given away in good order: \\[(.*)]");
    private static final Pattern PARTITION = Pattern.compile("-(\\d+)(?:, |$)");
    private static final Pattern END = Pattern.compile("(\\d+)=(\\d+)");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** All that it has told so far. */
    static List<Assignment> of(JavaProcess executor) {
        return TOLD.matcher(executor.said()).results().map(Assignment::of).toList();
    }

    private static Assignment of(MatchResult told) {
        return new Assignment(
                PARTITION
                        .matcher(told.group(1))
                        .results()
                        .map(each -> Integer.valueOf(each.group(1)))
                        .collect(Collectors.toSet()),
                END.matcher(told.group(2))
                        .results()
                        .collect(Collectors.toMap(
                                each -> Integer.valueOf(each.group(1)), each -> Long.valueOf(each.group(2)))),
                NUMBER.matcher(told.group(3))
                        .results()
                        .map(each -> Integer.valueOf(each.group()))
                        .collect(Collectors.toSet()));
    }

    /** Those of which something may have been begun already, so that they begin with care: slowly, for two seconds. */
    Set<Integer> withCare() {
        return partitions.stream()
                .filter(each -> !inGoodOrder.contains(each) && ends.getOrDefault(each, Long.MAX_VALUE) > 0)
                .collect(Collectors.toSet());
    }
}
