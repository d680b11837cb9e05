package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.ShardReadied;
import java.time.Instant;

/** G2: nothing happens before its time. */
final class NeverEarly implements JobCheck {
    private final Tally tally;

    NeverEarly(Findings findings) {
        this.tally = findings.open("never-early", "No fire, attempt or retry goes before it is due.");
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void event(Decision decision, LiveJob job, JobEvent event) {
        if (event instanceof FireOpened e) {
            check(decision, job, "fire " + e.fire() + " is opened", e.openedAt(), e.dueAt());
        } else if (event instanceof AttemptDispatched e) {
            job.fire(e.fire())
                    .ifPresent(fire -> check(
                            decision,
                            job,
                            "attempt " + e.attempt() + " of fire " + e.fire() + " shard " + e.shard()
                                    + " is dispatched",
                            e.dispatchedAt(),
                            fire.dueAt()));
        } else if (event instanceof ShardReadied e) {
            job.shard(e.fire(), e.shard())
                    .filter(shard -> shard.state() == OpenShard.State.BACKING_OFF)
                    .ifPresent(shard -> check(
                            decision,
                            job,
                            "the retry of fire " + e.fire() + " shard " + e.shard() + " goes",
                            decision.record().decidedAt(),
                            shard.retryAt()));
        }
    }

    private void check(Decision decision, LiveJob job, String what, Instant said, Instant due) {
        tally.checked();
        Instant decided = decision.record().decidedAt();
        Instant at = said.isBefore(decided) ? said : decided;
        if (at.isBefore(due)) {
            tally.violation(decision.place(), job.key(), what + " at " + at + ", before it is due at " + due);
        }
    }
}
