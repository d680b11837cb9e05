package io.duestream.feedback;

import io.duestream.job.JobId;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobOutcome;
import io.duestream.record.OutcomeKind;
import io.duestream.record.event.DuplicateIgnored;
import io.duestream.record.event.DuplicateReason;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobRejected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which outcomes a decision of the tracker has. Pure. */
public final class Outcomes {
    private static final int MAX_REASON = 1_024;
    private static final int MAX_MESSAGE = 8_192;

    private Outcomes() {}

    /**
     * The outcomes of one decision, in the order of its events. A decision without a client group has none. Ends of
     * fires are told where the job asks for it; what became of a submission is told always.
     */
    public static List<JobOutcome> of(AuditRecord record) {
        if (record.clientGroup().isEmpty()) {
            return List.of();
        }
        boolean jobEnded = record.events().stream().anyMatch(JobEnded.class::isInstance);
        List<JobOutcome> outcomes = new ArrayList<>();
        for (JobEvent event : record.events()) {
            if (event instanceof FireEnded ended && record.notifyOutcome()) {
                outcomes.add(fireEnded(record, ended, jobEnded));
            } else if (event instanceof JobRejected rejected) {
                outcomes.add(rejected(record, rejected));
            } else if (event instanceof DuplicateIgnored duplicate) {
                outcomes.add(duplicate(record, duplicate));
            }
        }
        return outcomes;
    }

    private static JobOutcome fireEnded(AuditRecord record, FireEnded fire, boolean jobEnded) {
        return new JobOutcome(
                record.group(),
                record.taskId(),
                record.clientGroup().orElseThrow(),
                OutcomeKind.FIRE_ENDED,
                record.jobId(),
                record.submissionId(),
                fire.fire(),
                Optional.of(fire.dueAt()),
                Optional.of(fire.end()),
                cut(fire.reason(), MAX_REASON),
                cut(fire.message(), MAX_MESSAGE),
                fire.attempts(),
                fire.shardsFailed(),
                jobEnded,
                record.decidedAt());
    }

    private static JobOutcome rejected(AuditRecord record, JobRejected rejected) {
        int problems = rejected.reasons().size();
        return ofSubmission(
                record,
                OutcomeKind.REJECTED,
                Optional.empty(),
                "the submission has " + (problems == 1 ? "1 problem" : problems + " problems"),
                String.join("\n", rejected.reasons()));
    }

    private static JobOutcome duplicate(AuditRecord record, DuplicateIgnored duplicate) {
        String seen = duplicate.reason() == DuplicateReason.SAME_SUBMISSION
                ? "this submission was taken before"
                : "the key is taken and the live job is kept";
        String alive = duplicate
                .liveJob()
                .map(job -> "; job " + job + " is alive under the key, " + duplicate.livePhase())
                .orElse("; no job is alive under the key");
        return ofSubmission(record, OutcomeKind.DUPLICATE, duplicate.liveJob(), seen + alive, "");
    }

    private static JobOutcome ofSubmission(
            AuditRecord record, OutcomeKind kind, Optional<JobId> jobId, String reason, String message) {
        Optional<Instant> noDueTime = Optional.empty();
        Optional<FireEnd> noEnd = Optional.empty();
        return new JobOutcome(
                record.group(),
                record.taskId(),
                record.clientGroup().orElseThrow(),
                kind,
                jobId,
                record.submissionId(),
                0,
                noDueTime,
                noEnd,
                cut(reason, MAX_REASON),
                cut(message, MAX_MESSAGE),
                0,
                0,
                false,
                record.decidedAt());
    }

    private static String cut(String text, int bound) {
        if (text.length() <= bound) {
            return text;
        }
        int end = bound - 1;
        // Half of a surrogate pair is no character.
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
