package io.duestream.client.sender;

import io.duestream.codec.RecordCodec;
import io.duestream.record.JobCommand;
import io.duestream.record.JobFeedback;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.report.Finished;
import io.duestream.record.report.NotStarted;
import java.util.Optional;

/** What is changed in a record before it is sent again. Thread-safe. */
final class Resending {
    private static final String NO_MESSAGE = "(the brokers did not take the message)";

    private final RecordCodec<JobCommand> commands = RecordCodec.of(JobCommand.class);
    private final RecordCodec<JobFeedback> reports = RecordCodec.of(JobFeedback.class);

    /** The command, saying that an earlier copy may be in the topic that the tracker does not recognise any more. */
    byte[] markedPossibleDuplicate(byte[] value) {
        JobCommand command = commands.decode(value);
        if (!(command.body() instanceof SubmitJob submit) || submit.possibleDuplicate()) {
            return value;
        }
        SubmitJob marked = new SubmitJob(submit.submissionId(), true, submit.lineage(), submit.definition());
        return commands.encode(new JobCommand(
                command.group(),
                command.taskId(),
                command.sentAt(),
                command.sender(),
                command.forwardedFrom(),
                marked));
    }

    /** The report without what the runner said, so that the job ends all the same; empty if nothing can be left out. */
    Optional<byte[]> withoutMessage(byte[] value) {
        JobFeedback report = reports.decode(value);
        if (report.body() instanceof Finished finished) {
            return Optional.of(reports.encode(new JobFeedback(
                    report.group(),
                    report.taskId(),
                    report.jobId(),
                    report.fire(),
                    report.shard(),
                    report.token(),
                    report.generation(),
                    report.node(),
                    report.forwardedFrom(),
                    new Finished(finished.result(), NO_MESSAGE, "", finished.startedAt(), finished.finishedAt()))));
        }
        if (report.body() instanceof NotStarted) {
            return Optional.of(reports.encode(new JobFeedback(
                    report.group(),
                    report.taskId(),
                    report.jobId(),
                    report.fire(),
                    report.shard(),
                    report.token(),
                    report.generation(),
                    report.node(),
                    report.forwardedFrom(),
                    new NotStarted(NO_MESSAGE))));
        }
        return Optional.empty();
    }
}
