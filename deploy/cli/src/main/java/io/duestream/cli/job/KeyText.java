package io.duestream.cli.job;

import io.duestream.job.JobKey;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a job key of the command line. */
final class KeyText implements ITypeConverter<JobKey> {
    @Override
    public JobKey convert(String text) {
        try {
            return JobKey.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
