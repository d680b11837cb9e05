package io.duestream.tracker.topology;

import io.duestream.codec.RecordCodec;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.JobOutcome;
import io.duestream.record.LogLine;
import io.duestream.record.NodeControl;
import io.duestream.record.NodeReport;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the inputs. Values may be larger than they should: the rules tell the sender of a submission what is too large,
 * which a record that was refused unread could not.
 */
final class RecordReader {
    private static final List<RecordCodec<?>> CONTRACT = Stream.<Class<?>>of(
                    JobCommand.class,
                    JobFeedback.class,
                    JobDispatch.class,
                    AuditRecord.class,
                    JobOutcome.class,
                    LogLine.class,
                    NodeControl.class,
                    NodeReport.class)
            .<RecordCodec<?>>map(RecordCodec::of)
            .toList();

    private final RecordCodec<JobCommand> commands = RecordCodec.lenient(JobCommand.class);
    private final RecordCodec<JobFeedback> feedbacks = RecordCodec.lenient(JobFeedback.class);

    JobCommand command(byte[] value) {
        return commands.decode(value);
    }

    JobFeedback feedback(byte[] value) {
        return feedbacks.decode(value);
    }

    /** Whether the schema of a record is known. */
    boolean knows(byte[] value) {
        return CONTRACT.stream().anyMatch(codec -> codec.knows(value));
    }
}
