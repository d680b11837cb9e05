package io.duestream.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.output.JsonOutput;
import io.duestream.client.Job;
import io.duestream.job.JobKey;
import java.time.Instant;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Makes a job of the options of a command. */
final class JobFromFlags {
    private JobFromFlags() {}

    /** @throws ParameterException with all that is wrong */
    static Job job(CommandLine line, JobKey key, JobOptions options, String submissionId) {
        ObjectNode fields = JsonOutput.object();
        fields.put("group", key.group());
        fields.put("taskId", key.taskId());
        Fields.text(fields, "submissionId", submissionId);
        try {
            options.addTo(fields);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, e.getMessage(), e);
        }
        JobReader.Read read = JobReader.read(fields, Instant.now());
        return read.job().orElseThrow(() -> new ParameterException(line, String.join("; ", read.problems())));
    }
}
