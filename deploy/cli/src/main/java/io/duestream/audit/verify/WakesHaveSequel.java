package io.duestream.audit.verify;

import java.time.Duration;
import java.time.Instant;

/** G1: no job sleeps past its time. */
final class WakesHaveSequel {
    private final Duration grace;
    private final Tally tally;

    WakesHaveSequel(Findings findings, Duration grace) {
        this.grace = grace;
        this.tally = findings.open(
                "wakes-have-sequel", "No time to wake at has passed before the end of the log without a decision.");
    }

    /**
     * @param awakeSince when the tracker last began to wake the jobs of the partition
     * @param end until when it should have
     */
    void atEnd(LiveJob job, Instant awakeSince, Instant end) {
        if (job.wakeAt().isEmpty()) {
            return;
        }
        tally.checked();
        Instant wake = job.wakeAt().get();
        Instant from = wake.isBefore(awakeSince) ? awakeSince : wake;
        if (from.plus(grace).isBefore(end)) {
            tally.violation(
                    job.last(),
                    job.key(),
                    "job " + job.id() + " should have woken at " + wake
                            + "; this is its last decision, and the log ends at " + end);
        }
    }
}
