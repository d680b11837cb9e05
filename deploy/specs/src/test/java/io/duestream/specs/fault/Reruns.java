package io.duestream.specs.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What ran more than once because an executor died or was cut off, out of the ledgers.
 *
 * @param unfinished what the executor had begun and not ended at the fault, and where it ran first afterwards; empty if
 *     nowhere
 * @param ended what it had begun and ended before the fault
 * @param repeated what it had ended before the fault and ran elsewhere all the same, with its age: how long before the
 *     fault it had ended
 * @param elsewhere what ran more than once without ever having begun on that executor before the fault
 */
record Reruns(Map<Run, Optional<Run>> unfinished, Set<Run> ended, Map<Run, Duration> repeated, List<String> elsewhere) {
    /**
     * @param victim runs of the executor
     * @param others runs of all others
     * @param fault when it was killed or stopped
     */
    static Reruns of(List<Run> victim, List<Run> others, Instant fault) {
        Map<String, Run> begun = new HashMap<>();
        Map<String, Instant> ends = new HashMap<>();
        for (Run run : victim) {
            if (!run.at().isAfter(fault)) {
                if (run.began()) {
                    begun.put(run.shard(), run);
                } else if (run.what().equals(Run.SUCCEEDED)) {
                    ends.put(run.shard(), run.at());
                }
            }
        }
        Map<String, Run> later = new HashMap<>();
        Set<String> twice = new HashSet<>();
        others.stream().filter(Run::began).sorted(Comparator.comparing(Run::at)).forEach(run -> {
            if (later.putIfAbsent(run.shard(), run) != null) {
                twice.add(run.shard());
            }
        });
        Map<Run, Optional<Run>> unfinished = new HashMap<>();
        Set<Run> ended = new HashSet<>();
        Map<Run, Duration> repeated = new HashMap<>();
        begun.forEach((shard, run) -> {
            Instant end = ends.get(shard);
            if (end == null) {
                unfinished.put(run, Optional.ofNullable(later.get(shard)));
                return;
            }
            ended.add(run);
            if (later.containsKey(shard)) {
                repeated.put(run, Duration.between(end, fault));
            }
        });
        List<String> elsewhere = new ArrayList<>(twice);
        elsewhere.removeIf(begun::containsKey);
        return new Reruns(unfinished, ended, repeated, elsewhere);
    }

    /** The longest time from the fault until what was unfinished ran again. */
    Duration longestUntilRerun(Instant fault) {
        return unfinished.values().stream()
                .flatMap(Optional::stream)
                .map(run -> Duration.between(fault, run.at()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /**
     * From a fault to the first run elsewhere, of the partition that waited longest of those the executor had.
     *
     * @param partitions in which each attempt was handed out, by {@link Run#lease()}
     */
    static Duration untilPartitionsWentOn(
            Map<String, Integer> partitions, List<Run> victim, List<Run> others, Instant fault) {
        Map<Integer, Duration> wentOn = new HashMap<>();
        for (Run run : others) {
            if (run.began() && run.at().isAfter(fault)) {
                wentOn.merge(
                        partitions.get(run.lease()),
                        Duration.between(fault, run.at()),
                        (one, other) -> one.compareTo(other) < 0 ? one : other);
            }
        }
        return victim.stream()
                .map(run -> partitions.get(run.lease()))
                .distinct()
                .map(wentOn::get)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** How long before the fault the oldest of what was repeated had ended. */
    Duration oldestRepeated() {
        return repeated.values().stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    /** How many of what was unfinished ran again under its old token. */
    long underTheSameToken() {
        return unfinished.entrySet().stream()
                .filter(each -> each.getValue()
                        .filter(run -> run.token().equals(each.getKey().token()))
                        .isPresent())
                .count();
    }
}
