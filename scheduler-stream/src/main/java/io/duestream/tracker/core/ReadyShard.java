package io.duestream.tracker.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A shard that waits for room in its group. Among those of a group: higher priority first, then earlier due, then earlier
 * accepted.
 *
 * @param priority the priority it queues under
 * @param dueAt due time of its fire
 * @param accepted offset of the accepting command
 * @param fire its fire
 * @param shard its index
 */
public record ReadyShard(int priority, Instant dueAt, long accepted, long fire, int shard)
        implements Comparable<ReadyShard> {
    private static final Comparator<ReadyShard> ORDER = Comparator.comparingInt(ReadyShard::priority)
            .thenComparing(ReadyShard::dueAt)
            .thenComparingLong(ReadyShard::accepted)
            .thenComparingLong(ReadyShard::fire)
            .thenComparingInt(ReadyShard::shard);

    @Override
    public int compareTo(ReadyShard other) {
        return ORDER.compare(this, other);
    }

    static List<ReadyShard> of(Job job) {
        List<ReadyShard> ready = new ArrayList<>();
        for (Fire fire : job.fires()) {
            if (mayRun(job, fire)) {
                for (Shard shard : fire.shards()) {
                    if (shard.state() == ShardState.WAITING) {
                        ready.add(new ReadyShard(
                                fire.priority(), fire.dueAt(), job.id().offset(), fire.number(), shard.index()));
                    }
                }
            }
        }
        ready.sort(null);
        return ready;
    }

    static boolean mayRun(Job job, Fire fire) {
        return !fire.held()
                && job.standing() != Standing.CANCELLING
                && (job.standing() != Standing.PAUSED || fire.ignoresPause());
    }
}
