package io.duestream.record.command;

import io.duestream.job.GroupSettings;
import java.util.Optional;

/**
 * Changes settings of a group; what is not given stays. Key: {@code ~group/} and the name of the group.
 *
 * @param paused whether nothing is dispatched
 * @param ratePerSecond most attempts dispatched in a second; 0 for no limit
 * @param concurrency most attempts out at once; 0 for no limit
 * @param minInFlight smallest in-flight limit of the whole group; 0 for none
 * @param maxInFlight largest in-flight limit of the whole group; 0 for none
 * @param reason said by whoever changes them
 */
public record ChangeGroup(
        Optional<Boolean> paused,
        Optional<Integer> ratePerSecond,
        Optional<Integer> concurrency,
        Optional<Integer> minInFlight,
        Optional<Integer> maxInFlight,
        String reason)
        implements Command {
    /** The settings that follow from this change of others. */
    public GroupSettings appliedTo(GroupSettings before) {
        return new GroupSettings(
                before.registered(),
                paused.orElse(before.paused()),
                changed(before.ratePerSecond(), ratePerSecond),
                changed(before.concurrency(), concurrency),
                changed(before.minInFlight(), minInFlight),
                changed(before.maxInFlight(), maxInFlight));
    }

    private static Optional<Integer> changed(Optional<Integer> before, Optional<Integer> asked) {
        return asked.isEmpty() ? before : asked.filter(value -> value != 0);
    }
}
