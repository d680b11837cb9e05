package io.duestream.feedback;

import io.duestream.job.JobId;
import io.duestream.job.Phase;
import io.duestream.record.AuditRecord;
import io.duestream.record.TimerInput;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Audit records as a tracker writes them. */
final class Audits {
    static final Instant DUE = Instant.parse("2026-11-20T08:00:00Z");
    static final Instant DECIDED = DUE.plusMillis(250);
    static final JobId JOB = new JobId(3, 17);

    private Audits() {}

    static AuditRecord of(Optional<String> clientGroup, boolean notifyOutcome, JobEvent... events) {
        return of("mail", "invoice-1", clientGroup, notifyOutcome, events);
    }

    static AuditRecord of(
            String group, String taskId, Optional<String> clientGroup, boolean notifyOutcome, JobEvent... events) {
        return new AuditRecord(
                group,
                taskId,
                Optional.of(JOB),
                Optional.of(5L),
                new TimerInput(),
                Optional.empty(),
                DECIDED,
                "tracker-1",
                "1",
                "2026a",
                1,
                List.of(events),
                Phase.ENDED,
                Optional.empty(),
                clientGroup,
                notifyOutcome,
                Optional.of("submission-9"),
                Optional.empty());
    }

    static FireEnded fireEnded(long fire) {
        return new FireEnded(fire, FireEnd.FAILED, "retries used up", DUE, DECIDED, 11, 2, "connection refused");
    }
}
