package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.job.OverlapPolicy;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.FireReleased;
import io.duestream.record.event.JobEvent;

/** G5: fires of a job run beside each other only where its overlap policy says so. */
final class OverlapHolds implements JobCheck {
    private static final int MOST_OPEN = 16;

    private final Tally tally;

    OverlapHolds(Findings findings) {
        this.tally = findings.open("overlap-holds", "A fire opens beside another only as the overlap policy allows.");
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void event(Decision decision, LiveJob job, JobEvent event) {
        if (event instanceof FireOpened e) {
            tally.checked();
            if (!mayOpen(job, e)) {
                violation(decision, job, "fire " + e.fire() + " is opened" + (e.held() ? " and held" : ""));
            }
        } else if (event instanceof FireReleased e) {
            tally.checked();
            if (!mayRelease(job)) {
                violation(decision, job, "the held fire " + e.fire() + " is released");
            }
        }
    }

    private static boolean mayOpen(LiveJob job, FireOpened e) {
        boolean alone = job.fires().isEmpty();
        boolean byHand = e.kind() == FireKind.TRIGGERED;
        if (job.fenced() && !e.held()) {
            return false;
        }
        return switch (job.plan().firing().overlap()) {
            case WAIT, CANCEL_RUNNING -> alone || byHand && e.held();
            case SKIP -> alone;
            case QUEUE_ONE -> alone || e.held() && job.fires().stream().noneMatch(OpenFire::held);
            case ALLOW -> job.fires().size() < MOST_OPEN;
        };
    }

    private static boolean mayRelease(LiveJob job) {
        return job.plan().firing().overlap() == OverlapPolicy.ALLOW
                ? !job.fenced()
                : job.fires().stream().allMatch(OpenFire::held);
    }

    private void violation(Decision decision, LiveJob job, String what) {
        tally.violation(
                decision.place(),
                job.key(),
                what + " under " + job.plan().firing().overlap() + " while open are "
                        + job.fires().stream()
                                .map(fire -> "fire " + fire.number() + (fire.held() ? " (held)" : ""))
                                .toList());
    }
}
