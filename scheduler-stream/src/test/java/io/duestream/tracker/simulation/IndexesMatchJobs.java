package io.duestream.tracker.simulation;

import io.duestream.job.JobKey;
import io.duestream.job.Token;
import io.duestream.record.event.FireKind;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.core.ShardState;
import io.duestream.tracker.core.Standing;
import io.duestream.tracker.core.StoredJob;
import java.util.Map;
import java.util.TreeMap;

/** What waits, what runs and what is out stands in the indexes exactly as in the jobs. */
final class IndexesMatchJobs implements Invariant {
    private final Partition partition;

    IndexesMatchJobs(Partition partition) {
        this.partition = partition;
    }

    @Override
    public void stands(Findings findings) {
        Map<String, Integer> waiting = new TreeMap<>();
        Map<RunningRow, Token> running = new TreeMap<>();
        Map<Key, Integer> out = new TreeMap<>();
        for (Map.Entry<String, StoredJob> row : partition.stores.jobs.entries()) {
            collect(JobKey.parse(row.getKey()), row.getValue().job(), waiting, running, out);
        }
        Map<String, Integer> ready = new TreeMap<>();
        for (Waiting row : partition.stores.ready.keys()) {
            String place =
                    row.key() + " " + row.shard().fire() + "/" + row.shard().shard();
            ready.merge(place, row.shard().priority(), Integer::sum);
        }
        same("ready", waiting, ready, findings);
        same("running", running, rows(partition.stores.running), findings);
        same("in flight", out, rows(partition.stores.inFlight), findings);
    }

    private static void collect(
            JobKey key, Job job, Map<String, Integer> waiting, Map<RunningRow, Token> running, Map<Key, Integer> out) {
        for (Fire fire : job.fires()) {
            boolean free = !fire.held()
                    && (job.standing() == Standing.ACTIVE
                            || job.standing() == Standing.PAUSED && fire.kind() == FireKind.TRIGGERED);
            for (Shard shard : fire.shards()) {
                if (shard.state() == ShardState.WAITING && free) {
                    waiting.put(key + " " + fire.number() + "/" + shard.index(), fire.priority());
                }
                if (shard.state() == ShardState.RUNNING || shard.state() == ShardState.QUEUED) {
                    var attempt = shard.attempt().orElseThrow();
                    out.merge(new Key(key.group(), attempt.partition(), 0), 1, Integer::sum);
                    if (shard.state() == ShardState.RUNNING) {
                        running.put(new RunningRow(attempt.node(), key, fire.number(), shard.index()), attempt.token());
                    }
                }
            }
        }
    }

    private static <K extends Comparable<? super K>, V> Map<K, V> rows(Rows<K, V> rows) {
        Map<K, V> copy = new TreeMap<>();
        rows.entries().forEach(row -> copy.put(row.getKey(), row.getValue()));
        return copy;
    }

    private void same(String index, Map<?, ?> jobs, Map<?, ?> rows, Findings findings) {
        if (!jobs.equals(rows)) {
            findings.add(getClass(), "partition " + partition.number, index + " by jobs " + jobs + ", by rows " + rows);
        }
    }
}
