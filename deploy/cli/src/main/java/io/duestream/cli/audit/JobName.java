package io.duestream.cli.audit;

import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.record.AuditRecord;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What a job is called on the command line: by its key or by its id.
 *
 * @param key group/taskId
 * @param id partition-offset
 */
public record JobName(Optional<JobKey> key, Optional<JobId> id) {
    /** Reads a name: with a slash it is a key. */
    public static JobName parse(String text) {
        return text.indexOf('/') >= 0
                ? new JobName(Optional.of(JobKey.parse(text)), Optional.empty())
                : new JobName(Optional.empty(), Optional.of(JobId.parse(text)));
    }

    /** Whether a decision is about it. */
    public boolean fits(AuditRecord decision) {
        return key.map(decision.key()::equals).orElseGet(() -> decision.jobId().equals(id));
    }

    @Override
    public String toString() {
        return key.map(JobKey::toString).orElseGet(() -> id.map(JobId::toString).orElse(""));
    }

    /** Reads a name of the command line. */
    public static final class Reader implements ITypeConverter<JobName> {
        /** Made by the command line. */
        public Reader() {}

        @Override
        public JobName convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "'" + text + "' names no job; expected its key, group/taskId, or its id, such as 3-17");
            }
        }
    }
}
