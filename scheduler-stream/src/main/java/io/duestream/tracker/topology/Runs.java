package io.duestream.tracker.topology;

import io.duestream.job.JobKey;
import io.duestream.tracker.core.Attempt;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.core.ShardState;
import io.duestream.tracker.store.RunningStore;
import io.duestream.tracker.store.RunningStore.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The attempts that run, by node, as one task sees them; kept in step with the jobs. */
final class Runs {
    private final RunningStore running;
    private final RunningNodes.Task nodes;

    Runs(RunningStore running, RunningNodes.Task nodes) {
        this.running = running;
        this.nodes = nodes;
        running.each(row -> nodes.more(row.node(), row.key().group()));
    }

    /** Writes what a decision changed. */
    void follow(JobKey key, Optional<Job> before, Optional<Job> after) {
        Set<Row> old = rows(key, before);
        Set<Row> now = rows(key, after);
        for (Row row : old) {
            if (!now.contains(row)) {
                drop(row);
            }
        }
        for (Row row : now) {
            if (!old.contains(row)) {
                add(row);
            }
        }
    }

    /** Puts back the rows of a job that are missing or hold another token; how many there were. */
    int repair(JobKey key, Job job) {
        int missing = 0;
        for (Row row : rows(key, Optional.of(job))) {
            if (!running.has(row)) {
                if (running.hasAny(row)) {
                    // One row is counted once, however often it is written.
                    drop(row);
                }
                add(row);
                missing++;
            }
        }
        return missing;
    }

    private void add(Row row) {
        running.add(row);
        nodes.more(row.node(), row.key().group());
    }

    /** Drops a row. */
    void drop(Row row) {
        running.remove(row);
        nodes.less(row.node(), row.key().group());
    }

    /** How many attempts run on a node. */
    long on(String node) {
        return nodes.on(node);
    }

    /** The next attempts of a node. */
    List<Row> of(String node, Optional<Row> after, int limit) {
        return running.of(node, after, limit);
    }

    /** Whether a job still has the attempt of a row running there. */
    static boolean stands(Row row, Optional<Job> job) {
        return rows(row.key(), job).contains(row);
    }

    /** The task is taken away. */
    void close() {
        nodes.close();
    }

    private static Set<Row> rows(JobKey key, Optional<Job> job) {
        if (job.isEmpty()) {
            return Set.of();
        }
        Set<Row> rows = new HashSet<>();
        for (Fire fire : job.get().fires()) {
            for (Shard shard : fire.shards()) {
                if (shard.state() == ShardState.RUNNING) {
                    Attempt attempt = shard.attempt().orElseThrow();
                    // A reporter that does not say where it is cannot be missed.
                    if (!attempt.node().isEmpty()) {
                        rows.add(new Row(attempt.node(), key, fire.number(), shard.index(), attempt.token()));
                    }
                }
            }
        }
        return rows;
    }
}
