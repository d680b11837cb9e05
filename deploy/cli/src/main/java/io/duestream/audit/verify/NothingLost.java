package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.job.JobId;
import io.duestream.job.Phase;
import io.duestream.record.RecordInput;
import io.duestream.record.event.JobAccepted;

/** G1: what was accepted ends, or is alive and has something to wait for. */
final class NothingLost {
    private final Tally tally;

    NothingLost(Findings findings) {
        this.tally = findings.open("jobs-end-or-live", "Every accepted job has a terminal event or is alive.");
    }

    void accepted(Decision decision, JobAccepted event) {
        JobId id = event.jobId();
        boolean named = decision.record().input() instanceof RecordInput input
                && input.partition() == id.partition()
                && input.offset() == id.offset();
        if (!named) {
            tally.violation(
                    decision.place(),
                    decision.record().key(),
                    "job " + id + " is accepted in answer to "
                            + decision.record().input() + "; its id should name the command that submitted it");
        }
    }

    void replaced(Decision decision, LiveJob lost) {
        tally.checked();
        tally.violation(
                decision.place(),
                lost.key(),
                "a new job is accepted while job " + lost.id() + " lives: it was lost after " + lost.last());
    }

    void unknown(Decision decision) {
        tally.violation(
                decision.place(),
                decision.record().key(),
                "a decision about job "
                        + decision.record().jobId().map(JobId::toString).orElse("without an id")
                        + ", which was never accepted or has ended");
    }

    void ended(Decision decision, LiveJob job) {
        tally.checked();
        if (decision.record().phase() != Phase.ENDED) {
            tally.violation(
                    decision.place(),
                    job.key(),
                    "the job ends, but its phase is " + decision.record().phase());
        }
    }

    void livesOn(Decision decision, LiveJob job) {
        Phase phase = decision.record().phase();
        if (phase == Phase.ENDED || phase == Phase.NONE) {
            tally.violation(
                    decision.place(), job.key(), "the phase is " + phase + ", but no event ends job " + job.id());
        }
    }

    void atEnd(LiveJob job) {
        if (job.interrupted()) {
            tally.notCheckable();
            return;
        }
        tally.checked();
        String missing = missing(job);
        if (!missing.isEmpty()) {
            tally.violation(
                    job.last(),
                    job.key(),
                    "job " + job.id() + " is left " + job.phase() + " by its last decision and has " + missing
                            + ": nothing will bring it on");
        }
    }

    /** What a job would need to go on; empty if it has it. */
    private static String missing(LiveJob job) {
        return switch (job.phase()) {
            case SCHEDULED, BACKING_OFF -> job.wakeAt().isPresent() ? "" : "no time to wake at";
            case WAITING -> lacks(job, OpenShard.State.WAITING, "no shard that waits");
            case QUEUED, RUNNING, CANCELLING -> lacks(job, OpenShard.State.OUT, "no attempt out");
            case PAUSED, NONE, ENDED -> "";
        };
    }

    private static String lacks(LiveJob job, OpenShard.State needed, String words) {
        return job.known() && !job.anyShard(needed) ? words : "";
    }
}
