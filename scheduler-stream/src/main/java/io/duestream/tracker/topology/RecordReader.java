package io.duestream.tracker.topology;

import io.duestream.codec.RecordCodec;
import io.duestream.codec.UnknownSchemaException;
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
        return decode(commands, value);
    }

    JobFeedback feedback(byte[] value) {
        return decode(feedbacks, value);
    }

    /**
     * @throws UnknownSchemaException if nobody here knows the schema; what is known as another record is no such case
     */
    private static <T> T decode(RecordCodec<T> codec, byte[] value) {
        if (!codec.knows(value)) {
            for (RecordCodec<?> other : CONTRACT) {
                if (other.knows(value)) {
                    throw new UnusableRecordException("it is a " + other.type().getSimpleName() + "; a "
                            + codec.type().getSimpleName() + " was expected here");
                }
            }
        }
        return codec.decode(value);
    }

    /** Whether the schema of a record is known. */
    boolean knows(byte[] value) {
        return CONTRACT.stream().anyMatch(codec -> codec.knows(value));
    }
}
