package io.duestream.tracker.topology;

import io.duestream.topic.Topics;
import io.duestream.tracker.core.CoreSettings;
import io.duestream.tracker.core.JobLifecycle;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * What all tasks of a tracker process share.
 *
 * @param topics the cluster's topics
 * @param node node id of the process
 * @param lifecycle the rules
 * @param partitions partitions of {@code commands} and {@code feedback}
 * @param groups which groups can be dispatched to
 * @param running on which nodes the tasks of this process have attempts running
 * @param threads worker threads of a group, 0 if unknown
 * @param nonces makes a nonce for each assignment
 * @param pace what the process may be told about its pace
 */
public record TrackerScope(
        Topics topics,
        String node,
        JobLifecycle lifecycle,
        int partitions,
        KnownGroups groups,
        RunningNodes running,
        ToIntFunction<String> threads,
        Supplier<String> nonces,
        Pace pace) {
    /**
     * How the background work is paced.
     *
     * @param dedupWindow how long submission ids are remembered
     * @param walkEvery pause between two steps of the walker while there is work
     * @param carryAfter a live job is written whole to the audit topic when its last full copy is older
     * @param catchUpPatience after an assignment, timers act again when all was read for so long and the markers are missing
     * @param unseenAfter an attempt not reported so long after its {@code startBy} is doubted
     */
    public record Pace(
            Duration dedupWindow,
            Duration walkEvery,
            Duration carryAfter,
            Duration catchUpPatience,
            Duration unseenAfter) {
        /** The pace nobody changed. */
        public static final Pace DEFAULT = new Pace(
                Duration.ofHours(1),
                Duration.ofSeconds(1),
                Duration.ofDays(10),
                Duration.ofSeconds(20),
                Duration.ofMinutes(5));
    }

    /** A scope with default rules and pace, for one that sets nothing. */
    public static JobLifecycle defaultLifecycle() {
        return new JobLifecycle(CoreSettings.DEFAULT);
    }
}
