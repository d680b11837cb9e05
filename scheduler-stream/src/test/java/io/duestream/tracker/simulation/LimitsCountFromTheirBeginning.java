package io.duestream.tracker.simulation;

import io.duestream.job.BackoffKind;
import io.duestream.job.JobDefinition;
import io.duestream.job.Lease;
import io.duestream.job.RetryPolicy;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.RetryScheduled;
import io.duestream.tracker.core.Attempt;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.core.ShardState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An expiry counts from the due time, an attempt timeout from the dispatch, a run timeout from the start, a retry delay from the end. */
final class LimitsCountFromTheirBeginning implements Invariant {
    @Override
    public void decided(Decided step, Findings findings) {
        step.forEachEvent((job, event) -> {
            if (job.isPresent() && !right(step.now(), job.get(), event)) {
                findings.add(getClass(), step.key(), "at " + step.now() + " it says " + event);
            }
        });
    }

    private static boolean right(Instant now, Job job, JobEvent event) {
        if (event instanceof FireOpened e) {
            return e.expiresAt().equals(job.definition().limits().expiry().map(e.dueAt()::plus));
        } else if (event instanceof AttemptDispatched e) {
            return e.timeoutAt().equals(limit(definition(job, e.fire()).limits().attemptTimeout(), now));
        } else if (event instanceof AttemptStarted e) {
            return e.timeoutAt().equals(runLimit(job, e, now));
        } else if (event instanceof RetryScheduled e) {
            RetryPolicy retry = definition(job, e.fire()).retry();
            return e.retry() <= retry.maxRetries() && e.retryAt().equals(now.plus(delay(retry, e.retry())));
        }
        return true;
    }

    /** Under the same lease it has been running since it was reported first. */
    private static Optional<Instant> runLimit(Job job, AttemptStarted e, Instant now) {
        Optional<Shard> running = job.shard(e.fire(), e.shard()).filter(shard -> shard.state() == ShardState.RUNNING);
        return running.flatMap(Shard::attempt)
                .filter(attempt -> attempt.lease().equals(new Lease(e.token(), e.generation())))
                .map(Attempt::timeoutAt)
                .orElseGet(() -> limit(definition(job, e.fire()).limits().runTimeout(), now));
    }

    private static JobDefinition definition(Job job, long fire) {
        Fire open = job.openFire(fire).orElseThrow();
        return job.versions().stream()
                .filter(version -> version.number() == open.version())
                .findFirst()
                .orElseThrow()
                .definition()
                .value();
    }

    private static Optional<Instant> limit(Optional<Duration> limit, Instant from) {
        return limit.map(from::plus);
    }

    private static Duration delay(RetryPolicy policy, int retry) {
        long doubled = policy.delay().toMillis() << (retry - 1);
        return policy.backoff() == BackoffKind.FIXED
                ? policy.delay()
                : Duration.ofMillis(Math.min(doubled, policy.maxDelay().toMillis()));
    }
}
