package io.duestream.record.control;

import io.duestream.job.JobId;
import io.duestream.job.Token;

/**
 * Interrupt a run: its lease is gone.
 *
 * @param group node group of the job
 * @param taskId task id
 * @param jobId the job
 * @param fire the fire
 * @param shard the shard
 * @param token the lease's token
 * @param reason why
 */
public record InterruptRun(String group, String taskId, JobId jobId, long fire, int shard, Token token, String reason)
        implements Control {}
