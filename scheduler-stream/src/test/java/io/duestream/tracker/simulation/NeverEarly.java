package io.duestream.tracker.simulation;

import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.ShardReadied;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.core.ShardState;
import java.time.Instant;
import java.util.Optional;

/** No fire opens before its due time, no shard is tried again before its retry time, on the tracker's clock (G2). */
final class NeverEarly implements Invariant {
    @Override
    public void decided(Decided step, Findings findings) {
        for (JobEvent event : step.decision().events()) {
            if (event instanceof FireOpened e) {
                opened(step, e, findings);
            } else if (event instanceof ShardReadied e) {
                readied(step, e, findings);
            } else if (event instanceof AttemptDispatched e) {
                dispatched(step, e, findings);
            }
        }
    }

    private void opened(Decided step, FireOpened e, Findings findings) {
        if (e.dueAt().isAfter(step.now()) || !e.openedAt().equals(step.now())) {
            findings.add(
                    getClass(),
                    step.key(),
                    "fire " + e.fire() + " due " + e.dueAt() + " says it opened " + e.openedAt() + ", at "
                            + step.now());
        }
        if (e.kind() == FireKind.TRIGGERED && !e.dueAt().equals(step.now())) {
            findings.add(getClass(), step.key(), "fire " + e.fire() + " by hand is due " + e.dueAt());
        }
    }

    private void readied(Decided step, ShardReadied e, Findings findings) {
        Optional<Instant> retryAt = step.jobBefore()
                .flatMap(job -> job.shard(e.fire(), e.shard()))
                .filter(shard -> shard.state() == ShardState.BACKING_OFF)
                .flatMap(Shard::retryAt);
        if (retryAt.isPresent() && retryAt.get().isAfter(step.now())) {
            findings.add(getClass(), step.key(), "retry of " + retryAt.get() + " was readied at " + step.now());
        }
    }

    private void dispatched(Decided step, AttemptDispatched e, Findings findings) {
        Optional<Fire> fire = step.jobBefore().flatMap((Job job) -> job.openFire(e.fire()));
        if (fire.isEmpty() || fire.get().held() || !e.dispatchedAt().equals(step.now())) {
            findings.add(getClass(), step.key(), "dispatched a fire that is not open and free: " + e);
        }
    }
}
