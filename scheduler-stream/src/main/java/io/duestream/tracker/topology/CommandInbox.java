package io.duestream.tracker.topology;

import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Position;
import io.duestream.record.JobCommand;
import io.duestream.record.RecordInput;
import io.duestream.record.command.Command;
import io.duestream.record.command.CommandsMarker;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.command.TrackerNotice;
import io.duestream.record.event.NoticeSeen;
import io.duestream.record.event.RecordForwarded;
import io.duestream.topic.JobPartition;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.store.SubmissionStore;
import io.duestream.tracker.topology.AuditTrail.Cause;
import io.duestream.tracker.topology.AuditTrail.Submitter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes commands: to jobs, and to the tracker itself. */
final class CommandInbox {
    private final TrackerScope scope;
    private final int partition;
    private final SubmissionStore submissions;
    private final RecordWriter writer;
    private final Emitter emitter;
    private final Deciding deciding;
    private final CatchUp catchUp;

    CommandInbox(TrackerScope scope, int partition, SubmissionStore submissions, Inputs inputs) {
        this.scope = scope;
        this.partition = partition;
        this.submissions = submissions;
        this.writer = inputs.writer();
        this.emitter = inputs.emitter();
        this.deciding = inputs.deciding();
        this.catchUp = inputs.catchUp();
    }

    /** What both inboxes hand records to. */
    record Inputs(RecordWriter writer, Emitter emitter, Deciding deciding, CatchUp catchUp) {}

    void take(JobCommand command, RecordInput input, long appendedAt, Instant now) {
        JobKey key = keyOf(command.group(), command.taskId());
        Cause cause = new Cause(input, command.forwardedFrom(), submitter(command.body()));
        if (key.internal()) {
            takeInternal(command.body(), cause, now);
        } else if (misplaced(key, command.forwardedFrom(), scope.partitions(), partition)) {
            forward(command, input, cause, now);
        } else {
            takeForJob(key, command.body(), input, cause, appendedAt, now);
        }
    }

    static JobKey keyOf(String group, String taskId) {
        try {
            return new JobKey(group, taskId);
        } catch (IllegalArgumentException e) {
            throw new UnusableRecordException(e.getMessage());
        }
    }

    /** Whether a record of another partition's job stands here; one that was forwarded here has not found its owner. */
    static boolean misplaced(JobKey key, Optional<Position> forwardedFrom, int partitions, int partition) {
        int owner = JobPartition.of(key, partitions);
        if (owner != partition && forwardedFrom.isPresent()) {
            throw new UnusableRecordException(
                    "it was forwarded from partition " + forwardedFrom.get().partition() + " and stands in " + partition
                            + ", but " + owner + " owns " + key);
        }
        return owner != partition;
    }

    /** A marker under a job's key, say: nobody would ever hear of it. */
    static void requireDecided(boolean decided, JobKey key, Object body) {
        if (!decided) {
            throw new UnusableRecordException(
                    "a " + body.getClass().getSimpleName() + " says nothing to a job, and " + key + " names one");
        }
    }

    private void forward(JobCommand command, RecordInput input, Cause cause, Instant now) {
        int owner = JobPartition.of(command.key(), scope.partitions());
        JobCommand forwarded = new JobCommand(
                command.group(),
                command.taskId(),
                command.sentAt(),
                command.sender(),
                Optional.of(new Position(input.partition(), input.offset())),
                command.body());
        emitter.emit(List.of(writer.command(forwarded, owner)));
        deciding.state(cause, new RecordForwarded(owner), now);
    }

    private void takeForJob(JobKey key, Command body, RecordInput input, Cause cause, long appendedAt, Instant now) {
        Optional<byte[]> submission = body instanceof SubmitJob submit
                ? submit.submissionId().map(id -> (key + "\n" + id).getBytes(StandardCharsets.UTF_8))
                : Optional.empty();
        boolean known = submission.isPresent() && submissions.seen(submission.get(), appendedAt);
        JobId position = new JobId(input.partition(), input.offset());
        boolean decided = deciding.decide(key, new Input.CommandReceived(body, position, known), cause, now);
        requireDecided(decided, key, body);
        if (submission.isPresent() && !known) {
            submissions.add(submission.get(), appendedAt);
        }
    }

    private void takeInternal(Command body, Cause cause, Instant now) {
        if (body instanceof CommandsMarker marker) {
            catchUp.commandsMarker(marker, cause, now);
        } else if (body instanceof TrackerNotice notice) {
            deciding.state(cause, new NoticeSeen(notice.kind(), notice.subject(), 0), now);
        } else {
            throw new UnusableRecordException("a " + body.getClass().getSimpleName()
                    + " under a key that begins with ~ is not known to this tracker");
        }
    }

    private static Optional<Submitter> submitter(Command body) {
        if (body instanceof SubmitJob submit) {
            JobDefinition definition = submit.definition().value();
            return Optional.of(new Submitter(definition.clientGroup(), submit.submissionId(), submit.lineage()));
        }
        return Optional.empty();
    }
}
