package io.duestream.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.Problems;
import io.duestream.client.Job;
import io.duestream.job.JobKey;
import io.duestream.job.Trigger;
import java.time.Instant;
import java.util.Optional;

/** Makes a job of the options of a command. */
final class JobFromFlags {
    private static final JobKey ANY = new JobKey("any", "any");

    private JobFromFlags() {}

    /**
     * The job; empty if something is wrong with it, all of which is added to the problems.
     *
     * @param key empty if it is read elsewhere or is wrong, which then is told already
     * @param submissionId null for a new one
     */
    static Optional<Job> job(Optional<JobKey> key, JobOptions options, String submissionId, Problems problems) {
        ObjectNode fields = JsonOutput.object();
        fields.put("group", key.orElse(ANY).group());
        fields.put("taskId", key.orElse(ANY).taskId());
        Fields.text(fields, "submissionId", submissionId);
        options.addTo(fields, problems);
        JobReader.Read read = JobReader.read(fields, Instant.now());
        read.problems().forEach(problems::add);
        return read.job();
    }

    /** The trigger; empty if something is wrong with it, all of which is added to the problems. */
    static Optional<Trigger> trigger(TriggerOptions options, Problems problems) {
        ObjectNode fields = JsonOutput.object();
        fields.put("group", ANY.group());
        fields.put("taskId", ANY.taskId());
        options.addTo(fields, problems);
        JobReader.Read read = JobReader.read(fields, Instant.now());
        read.problems().forEach(problems::add);
        return read.job().map(job -> job.definition().trigger());
    }
}
