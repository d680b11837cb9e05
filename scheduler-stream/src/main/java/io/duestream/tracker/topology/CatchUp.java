package io.duestream.tracker.topology;

import io.duestream.job.JobKey;
import io.duestream.record.AssignmentInput;
import io.duestream.record.JobCommand;
import io.duestream.record.JobFeedback;
import io.duestream.record.command.CommandsMarker;
import io.duestream.record.event.CatchUpEnded;
import io.duestream.record.event.MarkerSeen;
import io.duestream.record.report.FeedbackMarker;
import io.duestream.tracker.topology.AuditTrail.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * After an assignment the task first reads what was in the log already: a cancel or a result that arrived meanwhile is
 * seen before a timer acts on the past. The task sends itself a marker on each input; when both have come back, all that
 * stood before them has been read. If they do not come although nothing is left to read, they were lost, with whatever
 * stood beside them; the waiting ends after a while. A thread that is busy with its other tasks has not lost anything.
 */
final class CatchUp {
    private final String nonce;
    private final int partition;
    private final Duration patience;
    private final RecordWriter writer;
    private final Emitter emitter;
    private final Deciding deciding;
    private final Progress progress;
    private long quietSince;
    private boolean quiet;
    private boolean sent;
    private boolean commandsBack;
    private boolean feedbackBack;

    /**
     * Begins to wait.
     *
     * @param progress how far the inputs are read
     */
    CatchUp(
            TrackerScope scope,
            int partition,
            RecordWriter writer,
            Emitter emitter,
            Deciding deciding,
            Progress progress) {
        this.nonce = scope.nonces().get();
        this.patience = scope.pace().catchUpPatience();
        this.partition = partition;
        this.writer = writer;
        this.emitter = emitter;
        this.deciding = deciding;
        this.progress = progress;
    }

    /**
     * How far the inputs of the task are read.
     *
     * @param allFetched whether the thread has fetched all that can be read of them
     * @param nanos time that only moves forward: a clock that is set must not end the waiting
     */
    record Progress(BooleanSupplier allFetched, LongSupplier nanos) {}

    /** Something was read: as long as that goes on, the markers are on their way. */
    void read() {
        quietSince = progress.nanos().getAsLong();
    }

    /** Sends the markers in the first turn; later ends the waiting if nothing has been read for too long. */
    Optional<Instant> turn(Instant now) {
        if (!deciding.catchingUp()) {
            return Optional.empty();
        }
        if (!sent) {
            send(now);
        }
        look();
        Duration left = patience.minusNanos(progress.nanos().getAsLong() - quietSince);
        if (left.isZero() || left.isNegative()) {
            end(now, false);
            return Optional.empty();
        }
        return Optional.of(now.plus(left));
    }

    /** What has been fetched may wait for its turn: only from when all is fetched the time counts. */
    private void look() {
        boolean fetched = progress.allFetched().getAsBoolean();
        if (!fetched || !quiet) {
            read();
        }
        quiet = fetched;
    }

    private void send(Instant now) {
        sent = true;
        read();
        JobKey key = new JobKey("~marker", Integer.toString(partition));
        JobCommand command =
                new JobCommand(key.group(), key.taskId(), now, "", Optional.empty(), new CommandsMarker(nonce));
        JobFeedback feedback = new JobFeedback(
                key.group(),
                key.taskId(),
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                0,
                "",
                Optional.empty(),
                new FeedbackMarker(nonce));
        emitter.emit(List.of(writer.command(command, partition), writer.feedback(feedback, partition)));
    }

    void commandsMarker(CommandsMarker marker, Cause cause, Instant now) {
        boolean current = marker.nonce().equals(nonce);
        commandsBack |= current;
        seen(marker.nonce(), current, cause, now);
    }

    void feedbackMarker(FeedbackMarker marker, Cause cause, Instant now) {
        boolean current = marker.nonce().equals(nonce);
        feedbackBack |= current;
        seen(marker.nonce(), current, cause, now);
    }

    private void seen(String seen, boolean current, Cause cause, Instant now) {
        deciding.state(cause, new MarkerSeen(seen, current), now);
        if (deciding.catchingUp() && commandsBack && feedbackBack) {
            end(now, true);
        }
    }

    private void end(Instant now, boolean byMarkers) {
        deciding.caughtUp();
        deciding.state(Cause.of(new AssignmentInput()), new CatchUpEnded(nonce, byMarkers), now);
    }
}
