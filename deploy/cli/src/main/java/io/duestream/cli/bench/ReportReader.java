package io.duestream.cli.bench;

import io.duestream.codec.RecordCodec;
import io.duestream.record.JobFeedback;
import io.duestream.record.report.Finished;
import io.duestream.record.report.Started;
import org.apache.avro.generic.GenericRecord;

/** Tells whether a report is one of a start or of an end, and reads nothing else of it. For one thread. */
final class ReportReader {
    private final RecordCodec<JobFeedback> whole = RecordCodec.of(JobFeedback.class);
    private final FieldReader kind = FieldReader.ofKind("JobFeedback", "body");

    /**
     * Whether the run has ended; otherwise it has started.
     *
     * @throws IllegalStateException if the report is neither: what follows then is for a tracker to decide
     */
    boolean ended(byte[] value) {
        String name = kind.reads(value)
                ? ((GenericRecord) kind.read(value)).getSchema().getName()
                : whole.decode(value).body().getClass().getSimpleName();
        if (name.equals(Finished.class.getSimpleName())) {
            return true;
        }
        if (name.equals(Started.class.getSimpleName())) {
            return false;
        }
        throw new IllegalStateException("the executor has reported " + whole.decode(value)
                + "; the forwarder knows starts and ends of runs only");
    }
}
