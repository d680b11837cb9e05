package io.duestream.tracker.topology;

import io.duestream.job.JobKey;
import io.duestream.job.Position;
import io.duestream.record.JobFeedback;
import io.duestream.record.RecordInput;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.RecordForwarded;
import io.duestream.record.report.FeedbackMarker;
import io.duestream.topic.JobPartition;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.topology.AuditTrail.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes reports of attempts. */
final class FeedbackInbox {
    private final TrackerScope scope;
    private final int partition;
    private final RecordWriter writer;
    private final Emitter emitter;
    private final Deciding deciding;
    private final CatchUp catchUp;

    FeedbackInbox(TrackerScope scope, int partition, CommandInbox.Inputs inputs) {
        this.scope = scope;
        this.partition = partition;
        this.writer = inputs.writer();
        this.emitter = inputs.emitter();
        this.deciding = inputs.deciding();
        this.catchUp = inputs.catchUp();
    }

    void take(JobFeedback read, RecordInput input, Instant now) {
        JobFeedback feedback = Cut.report(read);
        JobKey key = feedback.key();
        Cause cause = new Cause(input, feedback.forwardedFrom(), Optional.empty());
        if (key.internal()) {
            CommandInbox.withinBounds(() -> writer.feedback(feedback, partition));
            takeInternal(feedback, cause, now);
        } else if (feedback.jobId().isEmpty() || feedback.token().isEmpty()) {
            throw new UnusableRecordException(
                    "a report needs the job id and the token of its dispatch record; one of them is missing");
        } else if (CommandInbox.misplaced(key, feedback.forwardedFrom(), scope.partitions(), partition)) {
            forward(feedback, key, input, cause, now);
        } else {
            List<JobEvent> events = deciding.decide(key, new Input.FeedbackReceived(feedback), cause, now);
            CommandInbox.requireDecided(events, key, feedback.body());
        }
    }

    /** Forwards a report that stood here and could not be read then. */
    void again(JobFeedback read, RecordInput input, Instant now) {
        JobFeedback feedback = Cut.report(read);
        forward(feedback, feedback.key(), input, new Cause(input, feedback.forwardedFrom(), Optional.empty()), now);
    }

    private void forward(JobFeedback feedback, JobKey key, RecordInput input, Cause cause, Instant now) {
        int owner = key.internal() ? partition : JobPartition.of(key, scope.partitions());
        JobFeedback forwarded = new JobFeedback(
                feedback.group(),
                feedback.taskId(),
                feedback.jobId(),
                feedback.fire(),
                feedback.shard(),
                feedback.token(),
                feedback.generation(),
                feedback.node(),
                Optional.of(new Position(input.partition(), input.offset())),
                feedback.body());
        emitter.emit(List.of(CommandInbox.withinBounds(() -> writer.feedback(forwarded, owner))));
        deciding.state(cause, new RecordForwarded(owner), now);
    }

    private void takeInternal(JobFeedback feedback, Cause cause, Instant now) {
        if (feedback.body() instanceof FeedbackMarker marker) {
            catchUp.feedbackMarker(marker, cause, now);
        } else {
            throw new UnusableRecordException("a " + feedback.body().getClass().getSimpleName()
                    + " under a key that begins with ~ is not known to this tracker");
        }
    }
}
