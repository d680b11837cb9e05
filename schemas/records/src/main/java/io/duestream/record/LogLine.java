package io.duestream.record;

import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.LogLevel;
import io.duestream.job.Token;
import java.time.Instant;

/**
 * A line of the business log. Key: group/taskId.
 *
 * @param group node group
 * @param taskId task id
 * @param jobId the job
 * @param fire the fire
 * @param shard the shard
 * @param token the attempt
 * @param node where it ran
 * @param number number of the line in the run, from 1
 * @param at on the executor's clock
 * @param level level
 * @param message the line, cut at the bound
 */
public record LogLine(
        String group,
        String taskId,
        JobId jobId,
        long fire,
        int shard,
        Token token,
        String node,
        long number,
        Instant at,
        LogLevel level,
        String message) {
    /** Refuses a group that no job key can hold. */
    public LogLine {
        new JobKey(group, taskId); // throws where the two are no key
    }

    /** The key of the job, which is also the key of this record. */
    public JobKey key() {
        return new JobKey(group, taskId);
    }
}
