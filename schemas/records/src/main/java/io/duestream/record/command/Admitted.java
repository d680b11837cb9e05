package io.duestream.record.command;

import io.duestream.job.JobId;

/**
 * Lets a shard of a limited group run.
 *
 * @param jobId the job
 * @param fire the fire
 * @param shard the shard
 * @param limitedSince the version with which the group became limited; another one has been settled since
 */
public record Admitted(JobId jobId, long fire, int shard, long limitedSince) implements Command {}
