package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.RetryScheduled;
import io.duestream.record.event.ShardEnded;
import io.duestream.record.event.ShardReadied;

/** G4: one right to run a shard at a time, and what held it is followed up. */
final class OneLease implements JobCheck {
    private final Tally tally;

    OneLease(Findings findings) {
        this.tally = findings.open(
                "one-lease",
                "At most one lease of a shard is live at a time, and the end of an attempt is followed by a retry, a"
                        + " return to the queue or the end of the shard.");
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void event(Decision decision, LiveJob job, JobEvent event) {
        if (event instanceof AttemptDispatched e) {
            check(decision, job, e.fire(), e.shard(), "is dispatched", OpenShard.State.WAITING);
        } else if (event instanceof AttemptStarted e) {
            check(decision, job, e.fire(), e.shard(), "starts", OpenShard.State.OUT);
        } else if (event instanceof AttemptEnded e) {
            check(decision, job, e.fire(), e.shard(), "has its attempt ended", OpenShard.State.OUT);
        } else if (event instanceof RetryScheduled e) {
            check(decision, job, e.fire(), e.shard(), "is to be retried", OpenShard.State.ADRIFT);
        } else if (event instanceof ShardReadied e) {
            checkIdle(decision, job, e.fire(), e.shard(), "returns to the queue");
        } else if (event instanceof ShardEnded e) {
            checkIdle(decision, job, e.fire(), e.shard(), "ends");
        }
    }

    private void check(Decision decision, LiveJob job, long fire, int shard, String what, OpenShard.State expected) {
        job.shard(fire, shard).ifPresent(open -> {
            tally.checked();
            if (open.state() != expected) {
                violation(decision, job, fire, shard, what, open, expected.name());
            }
        });
    }

    private void checkIdle(Decision decision, LiveJob job, long fire, int shard, String what) {
        job.shard(fire, shard).ifPresent(open -> {
            tally.checked();
            if (open.state() == OpenShard.State.OUT || open.state() == OpenShard.State.ENDED) {
                violation(decision, job, fire, shard, what, open, "one without a lease that has not ended");
            }
        });
    }

    private void violation(
            Decision decision, LiveJob job, long fire, int shard, String what, OpenShard open, String expected) {
        String lease = open.lease()
                .map(held -> " under token " + held.token() + " generation " + held.generation())
                .orElse("");
        tally.violation(
                decision.place(),
                job.key(),
                "fire " + fire + " shard " + shard + " " + what + " while it is " + open.state() + lease
                        + "; expected: " + expected);
    }

    @Override
    public void done(Decision decision, LiveJob job) {
        for (OpenFire fire : job.fires()) {
            if (fire.anyShard(OpenShard.State.ADRIFT)) {
                tally.violation(
                        decision.place(),
                        job.key(),
                        "an attempt of fire " + fire.number()
                                + " has ended, and nothing says what follows: no retry, no return, no end");
            }
        }
    }
}
