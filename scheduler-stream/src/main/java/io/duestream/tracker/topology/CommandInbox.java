package io.duestream.tracker.topology;

import io.duestream.codec.BoundExceededException;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.JobRules;
import io.duestream.job.Position;
import io.duestream.record.JobCommand;
import io.duestream.record.RecordInput;
import io.duestream.record.command.Admitted;
import io.duestream.record.command.Command;
import io.duestream.record.command.CommandsMarker;
import io.duestream.record.command.NoticeKind;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.command.TrackerNotice;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobRejected;
import io.duestream.record.event.NoticeSeen;
import io.duestream.record.event.RecordForwarded;
import io.duestream.topic.JobPartition;
import io.duestream.topic.Topics;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.store.SubmissionStore;
import io.duestream.tracker.topology.AuditTrail.Cause;
import io.duestream.tracker.topology.AuditTrail.Submitter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes commands: to jobs, and to the tracker itself. */
final class CommandInbox {
    private final TrackerScope scope;
    private final int partition;
    private final SubmissionStore submissions;
    private final RecordWriter writer;
    private final Emitter emitter;
    private final Deciding deciding;
    private final CatchUp catchUp;
    private final RemadeTopics remade;
    private final LostNodes lost;
    private final GroupDesk groups;

    CommandInbox(TrackerScope scope, int partition, SubmissionStore submissions, Inputs inputs) {
        this.scope = scope;
        this.partition = partition;
        this.submissions = submissions;
        this.writer = inputs.writer();
        this.emitter = inputs.emitter();
        this.deciding = inputs.deciding();
        this.catchUp = inputs.catchUp();
        this.remade = inputs.remade();
        this.lost = inputs.lost();
        this.groups = inputs.groups();
    }

    /** What both inboxes hand records to. */
    record Inputs(
            RecordWriter writer,
            Emitter emitter,
            Deciding deciding,
            CatchUp catchUp,
            RemadeTopics remade,
            LostNodes lost,
            GroupDesk groups) {}

    void take(JobCommand command, RecordInput input, long appendedAt, Instant now) {
        JobKey key = command.key();
        Cause cause = new Cause(input, command.forwardedFrom(), submitter(command.body()));
        if (command.body() instanceof SubmitJob submit && !nameable(key, submit)) {
            reject(key, submit, cause, now);
        } else if (key.internal() && !GroupDesk.toOwner(key)) {
            withinBounds(() -> writer.command(command, partition));
            takeInternal(command, input, cause, now);
        } else if (misplaced(key, command.forwardedFrom(), scope.partitions(), partition)) {
            forward(command, input, cause, now);
        } else if (key.internal()) {
            withinBounds(() -> writer.command(command, partition));
            takeInternal(command, input, cause, now);
        } else if (command.body() instanceof Admitted admitted) {
            withinBounds(() -> writer.command(command, partition));
            groups.admitted(key, admitted, cause, now);
        } else {
            takeForJob(key, command.body(), input, cause, appendedAt, now);
        }
    }

    /** Whether a job could be known by what the submission calls it. */
    private static boolean nameable(JobKey key, SubmitJob submit) {
        return Cut.fits(key) && submit.submissionId().map(Cut::fits).orElse(true);
    }

    /** No decision could name such a job, so there is none to load; the sender is told under what can be written down. */
    private void reject(JobKey key, SubmitJob submit, Cause cause, Instant now) {
        List<String> reasons = new ArrayList<>();
        submit.submissionId()
                .filter(id -> !Cut.fits(id))
                .ifPresent(id -> reasons.add("submissionId: has " + id.length() + " characters; at most "
                        + Cut.submissionId(id).length() + " are allowed"));
        JobRules.problems(key, submit.definition().value()).stream()
                .limit(JobRules.MAX_PROBLEMS - 1)
                .forEach(problem -> reasons.add(problem.toString()));
        deciding.reject(Cut.fits(key) ? key : Cut.key(key), cause, reasons, now);
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
    static void requireDecided(List<JobEvent> events, JobKey key, Object body) {
        if (events.isEmpty()) {
            throw new UnusableRecordException(
                    "a " + body.getClass().getSimpleName() + " says nothing to a job, and " + key + " names one");
        }
    }

    /** Forwards a command that stood here and could not be read then. */
    void again(JobCommand command, RecordInput input, Instant now) {
        forward(command, input, new Cause(input, command.forwardedFrom(), submitter(command.body())), now);
    }

    private void forward(JobCommand command, RecordInput input, Cause cause, Instant now) {
        // The tracker's own are for the task that they stand in, whatever their key; only the owner of a group has one.
        boolean forTask = command.key().internal() && !GroupDesk.toOwner(command.key());
        int owner = forTask ? partition : JobPartition.of(command.key(), scope.partitions());
        JobCommand forwarded = new JobCommand(
                command.group(),
                command.taskId(),
                command.sentAt(),
                command.sender(),
                Optional.of(new Position(input.partition(), input.offset())),
                command.body());
        emitter.emit(List.of(withinBounds(() -> writer.command(forwarded, owner))));
        deciding.state(cause, new RecordForwarded(owner), now);
    }

    /** A copy of what was read without looking at bounds; what concerns no job here has no rules that would look. */
    static Emitter.Keyed withinBounds(Supplier<Emitter.Keyed> copy) {
        try {
            return copy.get();
        } catch (BoundExceededException e) {
            throw new UnusableRecordException(e.getMessage());
        }
    }

    private void takeForJob(JobKey key, Command body, RecordInput input, Cause cause, long appendedAt, Instant now) {
        Optional<byte[]> submission = body instanceof SubmitJob submit
                ? submit.submissionId().map(id -> (key + "\n" + id).getBytes(StandardCharsets.UTF_8))
                : Optional.empty();
        boolean known = submission.isPresent() && submissions.seen(submission.get(), appendedAt);
        JobId position = new JobId(input.partition(), input.offset());
        List<JobEvent> events = deciding.decide(key, new Input.CommandReceived(body, position, known), cause, now);
        requireDecided(events, key, body);
        // A rejected submission was not taken; sent again it is told its reasons again.
        boolean rejected = events.stream().anyMatch(JobRejected.class::isInstance);
        if (submission.isPresent() && !known && !rejected) {
            submissions.add(submission.get(), appendedAt);
        }
    }

    private void takeInternal(JobCommand command, RecordInput input, Cause cause, Instant now) {
        Command body = command.body();
        if (groups.take(command, input, cause, now)) {
            return;
        }
        if (body instanceof CommandsMarker marker) {
            catchUp.commandsMarker(marker, cause, now);
        } else if (body instanceof TrackerNotice notice && notice.kind() == NoticeKind.SETTINGS_CHANGED) {
            groups.told(notice, cause, now);
        } else if (body instanceof TrackerNotice notice) {
            groups.touch(notice.subject());
            if (notice.kind() == NoticeKind.TOPIC_REMADE) {
                remade.remade(notice.subject(), now);
            }
            long affected = notice.kind() == NoticeKind.NODE_LOST ? lost.lost(notice.subject()) : 0;
            deciding.state(cause, new NoticeSeen(notice.kind(), notice.subject(), affected), now);
        } else {
            throw new UnusableRecordException("a " + body.getClass().getSimpleName()
                    + " under a key that begins with ~ is not known to this tracker");
        }
    }

    private static Optional<Submitter> submitter(Command body) {
        if (body instanceof SubmitJob submit) {
            JobDefinition definition = submit.definition().value();
            // A name that no client group can have is a reason to reject, and nobody to tell.
            return Optional.of(new Submitter(
                    definition.clientGroup().filter(Topics::validName),
                    submit.submissionId().map(Cut::submissionId),
                    submit.lineage()));
        }
        return Optional.empty();
    }
}
