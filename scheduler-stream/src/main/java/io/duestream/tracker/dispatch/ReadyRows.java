package io.duestream.tracker.dispatch;

import io.duestream.job.JobKey;
import io.duestream.tracker.core.ReadyShard;
import java.util.Comparator;
import java.util.List;

/** The rows of shards that wait for room, as they are kept. */
public interface ReadyRows {
    /** A waiting shard of a job. */
    record Row(JobKey key, ReadyShard shard) {
        /** Higher priority first, then earlier due, then earlier accepted. */
        public static final Comparator<Row> ORDER = Comparator.comparing(
                Row::shard,
                Comparator.comparingInt(ReadyShard::priority)
                        .thenComparing(ReadyShard::dueAt)
                        .thenComparingLong(ReadyShard::accepted)
                        .thenComparingLong(ReadyShard::fire)
                        .thenComparingInt(ReadyShard::shard));
    }

    /** Keeps a row. */
    void add(Row row);

    /** Removes a row. */
    void remove(Row row);

    /** The rows of a group after {@code last}, or from the first if null, in order; at most {@code limit}. */
    List<Row> after(String group, Row last, int limit);
}
