package io.duestream.tracker.simulation;

import io.duestream.record.event.FireKind;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.core.ShardState;
import io.duestream.tracker.core.Standing;
import io.duestream.tracker.core.StoredJob;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A job has a timer row exactly if it has something to wait for, at the time it waits for. */
final class TimerMatchesJob implements Invariant {
    private final Partition partition;

    TimerMatchesJob(Partition partition) {
        this.partition = partition;
    }

    @Override
    public void stands(Findings findings) {
        int expected = 0;
        for (Map.Entry<String, StoredJob> row : partition.stores.jobs.entries()) {
            Optional<Instant> wake = row.getValue().job().wakeAt();
            if (wake.isPresent()) {
                expected++;
                if (!partition.stores.timers.has(new TimerRow(wake.get(), row.getKey()))) {
                    findings.add(getClass(), row.getKey(), "has no timer row for " + wake.get());
                }
            }
        }
        if (expected != partition.stores.timers.size()) {
            findings.add(
                    getClass(),
                    "partition " + partition.number,
                    partition.stores.timers.size() + " timer rows for " + expected + " jobs that wait");
        }
    }

    @Override
    public void decided(Decided step, Findings findings) {
        step.jobAfter().ifPresent(job -> shards(step, job, findings));
    }

    /** What a shard waits for, told once more without the core. */
    private void shards(Decided step, Job job, Findings findings) {
        for (Fire fire : job.fires()) {
            boolean paused = job.standing() == Standing.PAUSED && fire.kind() != FireKind.TRIGGERED;
            for (Shard shard : fire.shards()) {
                Optional<Instant> at = shard.state() == ShardState.BACKING_OFF && !paused
                        ? shard.retryAt()
                        : shard.attempt()
                                .flatMap(attempt -> attempt.doubtUntil().or(attempt::timeoutAt));
                Optional<Instant> wake = job.wakeAt();
                if (at.isPresent()
                        && wake.filter(each -> !each.isAfter(at.get())).isEmpty()) {
                    findings.add(getClass(), step.key(), "sleeps until " + wake + " past " + at.get());
                }
            }
        }
    }
}
