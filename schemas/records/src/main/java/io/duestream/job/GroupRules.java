package io.duestream.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What may be said in the settings of a group: checked where they are asked for, and by the tracker before they count. */
public final class GroupRules {
    /** Highest rate, and most attempts out at once. */
    public static final int MOST = 1_000_000;

    /** Highest bound of the in-flight limit. */
    public static final int MOST_IN_FLIGHT = 20_000;

    /** Settings of a group about which nothing was ever said. */
    public static final GroupSettings DEFAULTS =
            new GroupSettings(true, false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private GroupRules() {}

    /** All that is wrong with settings; empty if nothing is. */
    public static List<Problem> problems(GroupSettings settings) {
        List<Problem> problems = new ArrayList<>();
        within(problems, "rate", settings.ratePerSecond(), MOST);
        within(problems, "concurrency", settings.concurrency(), MOST);
        within(problems, "min-in-flight", settings.minInFlight(), MOST_IN_FLIGHT);
        within(problems, "max-in-flight", settings.maxInFlight(), MOST_IN_FLIGHT);
        if (settings.minInFlight().isPresent()
                && settings.maxInFlight().isPresent()
                && settings.minInFlight().get() > settings.maxInFlight().get()) {
            JobRules.add(
                    problems,
                    "min-in-flight",
                    "is " + settings.minInFlight().get() + ", more than max-in-flight, which is "
                            + settings.maxInFlight().get() + "; raise the one or lower the other");
        }
        return problems;
    }

    private static void within(List<Problem> problems, String field, Optional<Integer> value, int most) {
        if (value.isPresent() && (value.get() < 1 || value.get() > most)) {
            JobRules.add(
                    problems, field, "is " + value.get() + "; 1 to " + most + " are allowed, or none for no limit");
        }
    }

    /** Whether the whole group goes by one count: then its owner admits each attempt. */
    public static boolean limited(GroupSettings settings) {
        return settings.ratePerSecond().isPresent()
                || settings.concurrency().isPresent()
                || settings.minInFlight().isPresent()
                || settings.maxInFlight().isPresent();
    }

    /** The key of what is said to the owner of a group: the partition of this key in {@code commands} owns it. */
    public static JobKey ownerKey(String group) {
        return new JobKey("~group", group);
    }
}
