package io.duestream.audit.log;

import io.duestream.job.JobKey;
import io.duestream.job.Position;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import java.time.Instant;
import java.util.Optional;

/** A record of the log and where it stands. */
public sealed interface LogEntry {
    /** Where it stands. */
    Place place();

    /** When the broker took it. */
    Instant appendedAt();

    /**
     * A command; what it asks shows in its answer.
     *
     * @param place where it stands
     * @param appendedAt when the broker took it
     * @param newer whether it is of a version that is not known here, so that the trackers may keep it until an upgrade
     */
    record Command(Place place, Instant appendedAt, boolean newer) implements LogEntry {}

    /**
     * A report.
     *
     * @param place where it stands
     * @param appendedAt when the broker took it
     * @param report what it says; empty if it cannot be read
     * @param newer as of a command
     */
    record Feedback(Place place, Instant appendedAt, Optional<JobFeedback> report, boolean newer) implements LogEntry {}

    /**
     * An attempt that was handed out.
     *
     * @param place where it stands
     * @param appendedAt when the broker took it
     * @param dispatch what it says; empty if it cannot be read
     */
    record Dispatch(Place place, Instant appendedAt, Optional<JobDispatch> dispatch) implements LogEntry {}

    /** A decision of the tracker. */
    record Decision(Place place, Instant appendedAt, AuditRecord record) implements LogEntry {}

    /**
     * A record of the audit topic that cannot be read.
     *
     * @param place where it stands
     * @param appendedAt when the broker took it
     * @param key the job it is about, if its key names one
     * @param reason why it cannot be read
     */
    record UnreadableDecision(Place place, Instant appendedAt, Optional<JobKey> key, String reason)
            implements LogEntry {}

    /**
     * A record that was set aside.
     *
     * @param place where it stands
     * @param appendedAt when the broker took it
     * @param topic the topic the original stood in; empty if the headers do not say so
     * @param original where it stood there; empty if the headers do not say so
     * @param forwardedFrom where the original stood before it was forwarded, if it can be read and says so
     */
    record DeadLetter(
            Place place,
            Instant appendedAt,
            String topic,
            Optional<Position> original,
            Optional<Position> forwardedFrom)
            implements LogEntry {}

    /**
     * Says that an operator had a record that was set aside sent again.
     *
     * @param place where it stands
     * @param appendedAt when the broker took it
     * @param topic the topic of the copy
     * @param copy where it stands there
     */
    record LetterRetried(Place place, Instant appendedAt, String topic, Position copy) implements LogEntry {}

    /** A note of an operator about a record that was set aside; nothing of the log depends on it. */
    record LetterNoted(Place place, Instant appendedAt) implements LogEntry {}
}
