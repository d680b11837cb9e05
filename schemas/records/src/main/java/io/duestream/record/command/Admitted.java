package io.duestream.record.command;

import io.duestream.job.JobId;

/**
 * Lets a shard of a limited group run.
 *
 * @param jobId the job
 * @param fire the fire
 * @param shard the shard
 */
public record Admitted(JobId jobId, long fire, int shard) implements Command {}
