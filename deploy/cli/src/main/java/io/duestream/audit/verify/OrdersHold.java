package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.RetryScheduled;
import io.duestream.record.event.ShardReadied;

/** A cancel holds, and so does a pause. */
final class OrdersHold implements JobCheck {
    private final Tally tally;

    OrdersHold(Findings findings) {
        this.tally = findings.open(
                "orders-hold",
                "In a cancelled job nothing new starts; in a paused one only what was triggered by hand; nothing that"
                        + " is held is dispatched.");
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void event(Decision decision, LiveJob job, JobEvent event) {
        if (event instanceof FireOpened e) {
            check(decision, job, e.kind(), false, "fire " + e.fire() + " opens");
        } else if (event instanceof AttemptDispatched e) {
            job.fire(e.fire())
                    .ifPresent(fire ->
                            check(decision, job, fire.kind(), fire.held(), "fire " + e.fire() + " is dispatched"));
        } else if (event instanceof ShardReadied e) {
            // What comes back to the queue of a paused job waits there.
            boolean retry = job.shard(e.fire(), e.shard())
                    .filter(shard -> shard.state() == OpenShard.State.BACKING_OFF)
                    .isPresent();
            FireKind kind = retry ? job.fire(e.fire()).orElseThrow().kind() : FireKind.TRIGGERED;
            check(decision, job, kind, false, "fire " + e.fire() + " goes back to the queue");
        } else if (event instanceof RetryScheduled e) {
            check(decision, job, FireKind.TRIGGERED, false, "a retry of fire " + e.fire() + " is planned");
        }
    }

    private void check(Decision decision, LiveJob job, FireKind kind, boolean held, String what) {
        tally.checked();
        boolean allowed = switch (job.standing()) {
            case ACTIVE -> true;
            case PAUSED -> kind == FireKind.TRIGGERED;
            case CANCELLING -> false;
        };
        if (!allowed || held) {
            tally.violation(
                    decision.place(),
                    job.key(),
                    what + " while " + (held ? "it is held" : "the job is " + job.standing()));
        }
    }
}
