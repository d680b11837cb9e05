package io.duestream.cli.group;

import io.duestream.cli.output.Problems;
import io.duestream.job.GroupRules;
import io.duestream.record.command.ChangeGroup;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code duestream group set}. */
@Command(
        name = "set",
        description = "Limits a whole group, however many partitions, trackers and executors it has. What is not given"
                + " stays as it is; none takes a limit away. A rate allows one second's worth at once.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream group set mail --rate 50/s --concurrency none"})
final class SetCommand extends ChangingCommand {
    @Option(names = "--rate", paramLabel = "N/s", description = "Most attempts dispatched in a second, or none.")
    private String rate;

    @Option(names = "--concurrency", paramLabel = "N", description = "Most attempts out at once, or none.")
    private String concurrency;

    @Option(
            names = "--min-in-flight",
            paramLabel = "N",
            description = "Attempts of the group that may be out at least, however few threads there are, or none.")
    private String least;

    @Option(
            names = "--max-in-flight",
            paramLabel = "N",
            description = "Attempts of the group that may be out at most, however quick they are, or none.")
    private String most;

    @Override
    ChangeGroup change(String because, Problems problems) {
        if (Stream.of(rate, concurrency, least, most).allMatch(each -> each == null)) {
            problems.add("nothing to set; expected --rate, --concurrency, --min-in-flight or --max-in-flight");
        }
        Optional<Integer> lower = number("--min-in-flight", least, GroupRules.MOST_IN_FLIGHT, problems);
        Optional<Integer> upper = number("--max-in-flight", most, GroupRules.MOST_IN_FLIGHT, problems);
        if (lower.isPresent() && upper.isPresent() && upper.get() != 0 && lower.get() > upper.get()) {
            problems.add("--min-in-flight is " + lower.get() + ", more than --max-in-flight, which is " + upper.get());
        }
        return new ChangeGroup(
                Optional.empty(),
                number("--rate", perSecond(rate), GroupRules.MOST, problems),
                number("--concurrency", concurrency, GroupRules.MOST, problems),
                lower,
                upper,
                because);
    }

    private static String perSecond(String text) {
        return text != null && text.endsWith("/s") ? text.substring(0, text.length() - 2) : text;
    }

    /** What was given; 0 for none. */
    private static Optional<Integer> number(String option, String text, int most, Problems problems) {
        if (text == null || text.equals("none")) {
            return Optional.ofNullable(text).map(none -> 0);
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            // Told below, with what was found.
        }
        problems.add(option + " is " + text + "; 1 to " + most + " are allowed, or none");
        return Optional.empty();
    }
}
