package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Phase;
import io.duestream.record.event.FireKind;
import java.time.Instant;
import java.util.Optional;

/** G1: a decision leaves a job with a time to wake at that misses nothing. */
final class WakesPlanned implements JobCheck {
    private final Tally tally;

    WakesPlanned(Findings findings) {
        this.tally = findings.open(
                "wakes-planned", "Every decision leaves the job to wake no later than its next fire and its retries.");
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void done(Decision decision, LiveJob job) {
        tally.checked();
        Optional<Instant> due = job.plan().nextDue();
        if (job.phase() == Phase.SCHEDULED && !job.wakeAt().equals(due)) {
            violation(
                    decision,
                    job,
                    "its next fire is due at " + due.map(Instant::toString).orElse("no time"));
        } else if (due.isPresent() && opensBesideOthers(job) && !wakesBy(job, due.get())) {
            violation(decision, job, "its next fire is due at " + due.get());
        }
        for (OpenFire fire : job.fires()) {
            boolean retriesHeld = job.standing() == Standing.PAUSED && fire.kind() == FireKind.SCHEDULED;
            for (OpenShard shard : fire.shards()) {
                if (shard.state() == OpenShard.State.BACKING_OFF && !retriesHeld && !wakesBy(job, shard.retryAt())) {
                    violation(decision, job, "fire " + fire.number() + " is to be retried at " + shard.retryAt());
                }
            }
        }
    }

    /** Whether the next due time is looked at when it comes, whatever is open then. */
    private static boolean opensBesideOthers(LiveJob job) {
        OverlapPolicy overlap = job.plan().firing().overlap();
        boolean looks = overlap == OverlapPolicy.SKIP
                || overlap == OverlapPolicy.QUEUE_ONE
                || overlap == OverlapPolicy.CANCEL_RUNNING;
        return looks && job.standing() == Standing.ACTIVE && !job.fenced();
    }

    private static boolean wakesBy(LiveJob job, Instant at) {
        return job.wakeAt().filter(wake -> !wake.isAfter(at)).isPresent();
    }

    private void violation(Decision decision, LiveJob job, String what) {
        tally.violation(
                decision.place(),
                job.key(),
                "the job is left to wake at "
                        + job.wakeAt().map(Instant::toString).orElse("no time") + ", but " + what);
    }
}
