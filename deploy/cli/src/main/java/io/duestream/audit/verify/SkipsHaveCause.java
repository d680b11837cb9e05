package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.job.FirePolicy;
import io.duestream.job.MisfirePolicy;
import io.duestream.job.OverlapPolicy;
import io.duestream.record.event.FiresSkipped;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.SkipReason;

/** G5: a skip has a reason that the policies of the job know, and skips nothing that is still to come. */
final class SkipsHaveCause implements JobCheck {
    private final Tally tally;
    private boolean anyOpen;

    SkipsHaveCause(Findings findings) {
        this.tally = findings.open(
                "skips-have-cause", "Due times are skipped only after they came, for a reason of the job's policies.");
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void begin(Decision decision, LiveJob job) {
        anyOpen = !job.fires().isEmpty();
    }

    @Override
    public void event(Decision decision, LiveJob job, JobEvent event) {
        if (!(event instanceof FiresSkipped e)) {
            return;
        }
        tally.checked();
        if (e.lastDue().isAfter(decision.record().decidedAt())) {
            tally.violation(
                    decision.place(),
                    job.key(),
                    "due times up to " + e.lastDue() + " are skipped at "
                            + decision.record().decidedAt() + ", before they came");
        }
        FirePolicy firing = job.plan().firing();
        boolean open = anyOpen || !job.fires().isEmpty();
        if (!allowed(e.reason(), firing) || needsOpenFire(e.reason(), firing) && !open) {
            tally.violation(
                    decision.place(),
                    job.key(),
                    e.count() + " due times from " + e.firstDue() + " are skipped for " + e.reason()
                            + ", which overlap " + firing.overlap() + " and misfire " + firing.misfire()
                            + " do not allow " + (open ? "" : "while no fire is open"));
        }
    }

    private static boolean allowed(SkipReason reason, FirePolicy firing) {
        return switch (reason) {
            case MISFIRE -> firing.misfire() == MisfirePolicy.SKIP;
            case COLLAPSED -> firing.misfire() == MisfirePolicy.FIRE_ONCE;
            case CATCH_UP_WINDOW, CATCH_UP_CAP -> firing.misfire() == MisfirePolicy.CATCH_UP;
            case COALESCED -> firing.overlap() == OverlapPolicy.WAIT;
            case OVERLAP ->
                firing.overlap() == OverlapPolicy.SKIP
                        || firing.overlap() == OverlapPolicy.QUEUE_ONE
                        || firing.overlap() == OverlapPolicy.CANCEL_RUNNING;
            case OPEN_LIMIT -> firing.overlap() == OverlapPolicy.ALLOW || firing.overlap() == OverlapPolicy.QUEUE_ONE;
        };
    }

    /** Under CANCEL_RUNNING all but the last of several due times are skipped, whether or not a fire is open. */
    private static boolean needsOpenFire(SkipReason reason, FirePolicy firing) {
        return switch (reason) {
            case OVERLAP -> firing.overlap() != OverlapPolicy.CANCEL_RUNNING;
            case COALESCED, OPEN_LIMIT -> true;
            case MISFIRE, COLLAPSED, CATCH_UP_WINDOW, CATCH_UP_CAP -> false;
        };
    }
}
