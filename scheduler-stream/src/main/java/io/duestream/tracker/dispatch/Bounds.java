package io.duestream.tracker.dispatch;

import io.duestream.job.GroupSettings;

/**
 * Between which numbers an operator wants the in-flight limit.
 *
 * @param least smallest limit
 * @param most largest limit
 */
public record Bounds(long least, long most) {
    /** No bounds. */
    public static final Bounds NONE = new Bounds(0, Long.MAX_VALUE);

    /** The bounds of a whole group, as its settings say. */
    public static Bounds of(GroupSettings settings) {
        return new Bounds(
                settings.minInFlight().orElse(0),
                settings.maxInFlight().map(Integer::longValue).orElse(Long.MAX_VALUE));
    }

    /**
     * What falls to one of so many partitions. All parts together are the whole; only of fewer than there are partitions
     * each may still have one out, or jobs of some of them would never run.
     */
    public Bounds part(int partition, int partitions) {
        long here = most == Long.MAX_VALUE ? most : Math.max(1, share(most, partition, partitions));
        return new Bounds(Math.min(here, share(least, partition, partitions)), here);
    }

    private static long share(long whole, int partition, int partitions) {
        return whole / partitions + (partition < whole % partitions ? 1 : 0);
    }

    int apply(int limit) {
        return (int) Math.max(least, Math.min(most, limit));
    }
}
