package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.job.JobKey;
import java.util.Optional;

/** Nothing was taken out of the life of a job: its decisions are numbered. */
final class SequenceWithoutGap {
    private final Tally tally;

    SequenceWithoutGap(Findings findings) {
        this.tally = findings.open("sequence", "The decisions about a job are numbered from 1 without a gap.");
    }

    /** Whether the decision is the first of its job. */
    boolean first(Decision decision) {
        return follows(decision, Optional.empty(), 1);
    }

    /** Whether the decision follows the last one of its job. */
    boolean follows(Decision decision, LiveJob job) {
        return follows(decision, Optional.of(job), job.sequence() + 1);
    }

    private boolean follows(Decision decision, Optional<LiveJob> job, long expected) {
        tally.checked();
        Optional<Long> found = decision.record().sequence();
        if (found.isPresent() && found.get() == expected) {
            return true;
        }
        String after = job.map(each -> " after " + each.last()).orElse("");
        tally.violation(
                decision.place(),
                decision.record().key(),
                "decision " + found.map(Object::toString).orElse("without a number") + " where decision " + expected
                        + " was expected" + after);
        return false;
    }

    /** A decision about a job of which no earlier one is in the log. */
    void notCheckable() {
        tally.notCheckable();
    }

    /** A decision that says it is about no job. */
    void noJob(Decision decision, LiveJob live) {
        JobKey key = decision.record().key();
        tally.checked();
        tally.violation(
                decision.place(), key, "a decision without a number, while job " + live.id() + " lives under the key");
    }
}
