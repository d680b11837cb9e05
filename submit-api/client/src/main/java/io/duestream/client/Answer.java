package io.duestream.client;

import io.duestream.job.JobId;
import io.duestream.job.Phase;
import io.duestream.record.AuditRecord;
import io.duestream.record.event.CommandRefused;
import io.duestream.record.event.DuplicateIgnored;
import io.duestream.record.event.DuplicateReason;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobRejected;
import io.duestream.record.event.TriggerSkipped;
import java.util.List;
import java.util.Optional;

/** What the tracker decided about a command. */
public sealed interface Answer permits Answer.Accepted, Answer.Duplicate, Answer.Rejected, Answer.Refused {
    /**
     * The command did what it asks. A submission made this job, or replaced its definition.
     *
     * @param jobId the job; absent if the command ended it at once
     * @param phase where it stands then
     */
    record Accepted(Optional<JobId> jobId, Phase phase) implements Answer {}

    /**
     * The submission was ignored.
     *
     * @param reason why
     * @param liveJob the job that lives under the key
     * @param livePhase where that one stands
     */
    record Duplicate(DuplicateReason reason, Optional<JobId> liveJob, Phase livePhase) implements Answer {}

    /**
     * The submission breaks the tracker's rules; no job was made.
     *
     * @param reasons all problems
     */
    record Rejected(List<String> reasons) implements Answer {
        /** Copies the reasons. */
        public Rejected {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * The command changed nothing.
     *
     * @param reason why
     */
    record Refused(String reason) implements Answer {}

    /** What a decision says to the command that it answers. */
    static Answer of(AuditRecord decision) {
        for (JobEvent event : decision.events()) {
            if (event instanceof JobRejected rejected) {
                return new Rejected(rejected.reasons());
            }
            if (event instanceof DuplicateIgnored duplicate) {
                return new Duplicate(duplicate.reason(), duplicate.liveJob(), duplicate.livePhase());
            }
            if (event instanceof CommandRefused refused) {
                return new Refused(refused.reason());
            }
            if (event instanceof TriggerSkipped skipped) {
                return new Refused("no fire was opened: " + skipped.reason());
            }
        }
        return new Accepted(decision.jobId(), decision.phase());
    }
}
