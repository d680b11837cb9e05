package io.duestream.tracker.simulation;

import io.duestream.job.JobKey;
import io.duestream.tracker.core.ReadyShard;
import java.util.Comparator;

/**
 * A shard that waits for room.
 *
 * @param key its job key
 * @param shard its place
 */
record Waiting(JobKey key, ReadyShard shard) implements Comparable<Waiting> {
    /** Higher priority first, then earlier due, then earlier accepted; the rest makes the order total. */
    static final Comparator<Waiting> ORDER = Comparator.comparingInt((Waiting row) -> row.shard.priority())
            .thenComparing(row -> row.shard.dueAt())
            .thenComparingLong(row -> row.shard.accepted())
            .thenComparingLong(row -> row.shard.fire())
            .thenComparingInt(row -> row.shard.shard());

    private static final Comparator<Waiting> STORED = Comparator.comparing((Waiting row) -> row.key.group())
            .thenComparing(ORDER)
            .thenComparing(row -> row.key.taskId());

    @Override
    public int compareTo(Waiting other) {
        return STORED.compare(this, other);
    }
}
