package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.FireReleased;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.RetryScheduled;
import io.duestream.record.event.ShardEnded;
import io.duestream.record.event.ShardReadied;
import java.util.OptionalLong;

/** G3: a fire ends once, and that is the last of it. */
final class OneTerminalEvent implements JobCheck {
    private final Tally tally;
    private long fires;

    OneTerminalEvent(Findings findings) {
        this.tally = findings.open(
                "one-terminal-event",
                "Fires are numbered without a gap; each has one terminal event when its job ends, at most one before,"
                        + " and nothing after it.");
    }

    @Override
    public Tally tally() {
        return tally;
    }

    /** Fires that were opened. */
    long fires() {
        return fires;
    }

    @Override
    public void event(Decision decision, LiveJob job, JobEvent event) {
        if (event instanceof FireOpened e) {
            opened(decision, job, e);
        } else if (event instanceof FireEnded e) {
            ended(decision, job, e);
        } else if (event instanceof JobEnded) {
            for (OpenFire fire : job.fires()) {
                tally.violation(
                        decision.place(),
                        job.key(),
                        "the job ends, and fire " + fire.number() + ", due at " + fire.dueAt()
                                + ", has no terminal event");
            }
        } else {
            OptionalLong fire = fireOf(event);
            if (fire.isPresent() && job.fire(fire.getAsLong()).isEmpty()) {
                tally.violation(
                        decision.place(),
                        job.key(),
                        event.getClass().getSimpleName() + " of fire " + fire.getAsLong() + ", "
                                + closed(job, fire.getAsLong()));
            }
        }
    }

    private void opened(Decision decision, LiveJob job, FireOpened e) {
        fires++;
        if (e.fire() != job.opened() + 1) {
            tally.violation(
                    decision.place(),
                    job.key(),
                    "fire " + e.fire() + " is opened where fire " + (job.opened() + 1) + " was expected");
        }
    }

    private void ended(Decision decision, LiveJob job, FireEnded e) {
        tally.checked();
        OpenFire fire = job.fire(e.fire()).orElse(null);
        if (fire == null) {
            tally.violation(
                    decision.place(), job.key(), "a terminal event of fire " + e.fire() + ", " + closed(job, e.fire()));
        } else if (!fire.everyShardEnded()) {
            tally.violation(
                    decision.place(),
                    job.key(),
                    "fire " + e.fire() + " ends " + e.end() + ", but not all of its shards have ended");
        } else if (fire.attempts() != e.attempts()) {
            tally.violation(
                    decision.place(),
                    job.key(),
                    "fire " + e.fire() + " ends with " + e.attempts() + " attempts; the log tells of "
                            + fire.attempts());
        }
    }

    private static String closed(LiveJob job, long fire) {
        return fire <= job.opened() ? "which has ended before" : "which was never opened";
    }

    @Override
    public void done(Decision decision, LiveJob job) {
        for (OpenFire fire : job.fires()) {
            if (fire.everyShardEnded()) {
                tally.violation(
                        decision.place(),
                        job.key(),
                        "all shards of fire " + fire.number() + " have ended, and its terminal event is missing");
            }
        }
    }

    private static OptionalLong fireOf(JobEvent event) {
        if (event instanceof AttemptDispatched e) {
            return OptionalLong.of(e.fire());
        } else if (event instanceof AttemptStarted e) {
            return OptionalLong.of(e.fire());
        } else if (event instanceof AttemptEnded e) {
            return OptionalLong.of(e.fire());
        } else if (event instanceof AttemptDoubtSent e) {
            return OptionalLong.of(e.fire());
        } else if (event instanceof RetryScheduled e) {
            return OptionalLong.of(e.fire());
        } else if (event instanceof ShardReadied e) {
            return OptionalLong.of(e.fire());
        } else if (event instanceof ShardEnded e) {
            return OptionalLong.of(e.fire());
        } else if (event instanceof FireReleased e) {
            return OptionalLong.of(e.fire());
        }
        return OptionalLong.empty();
    }
}
