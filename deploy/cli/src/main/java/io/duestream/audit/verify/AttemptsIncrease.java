package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.JobEvent;

/** G4: attempts and tokens only grow, so that the later of two can be told. */
final class AttemptsIncrease implements JobCheck {
    private final Tally tally;

    AttemptsIncrease(Findings findings) {
        this.tally = findings.open(
                "attempts-increase", "Attempts of a shard and tokens of a key strictly increase, one by one.");
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void event(Decision decision, LiveJob job, JobEvent event) {
        if (event instanceof AttemptDispatched e) {
            tally.checked();
            String attempt = "attempt " + e.attempt() + " of fire " + e.fire() + " shard " + e.shard();
            // Tokens of later jobs under the key are higher because the offsets of accepted commands are.
            if (e.token().accepted() != job.id().offset() || e.token().attempts() != job.handedOut() + 1) {
                tally.violation(
                        decision.place(),
                        job.key(),
                        attempt + " has token " + e.token() + "; expected halves are the job's offset "
                                + job.id().offset() + " and attempts handed out " + (job.handedOut() + 1));
            }
            int before = job.shard(e.fire(), e.shard()).map(OpenShard::attempts).orElse(e.attempt() - 1);
            if (e.attempt() != before + 1) {
                tally.violation(decision.place(), job.key(), attempt + " comes after attempt " + before);
            }
        }
    }
}
