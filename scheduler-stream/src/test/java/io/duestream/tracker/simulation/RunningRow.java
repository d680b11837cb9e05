package io.duestream.tracker.simulation;

import io.duestream.job.JobKey;
import java.util.Comparator;

/**
 * An attempt that was reported started.
 *
 * @param node where
 * @param key its job key
 * @param fire its fire
 * @param shard its shard
 */
record RunningRow(String node, JobKey key, long fire, int shard) implements Comparable<RunningRow> {
    private static final Comparator<RunningRow> ORDER = Comparator.comparing(RunningRow::node)
            .thenComparing(row -> row.key.toString())
            .thenComparingLong(RunningRow::fire)
            .thenComparingInt(RunningRow::shard);

    @Override
    public int compareTo(RunningRow other) {
        return ORDER.compare(this, other);
    }
}
