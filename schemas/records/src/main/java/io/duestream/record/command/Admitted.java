package io.duestream.record.command;

import io.duestream.job.JobId;

/**
 * Lets a shard of a limited group run.
 *
 * @param jobId the job
 * @param fire the fire
 * @param shard the shard
 * @param limitedSince the version with which the group became limited; another one has been settled since
 * @param request number of the request that is answered; only the one that stands may be dispatched for it
 */
public record Admitted(JobId jobId, long fire, int shard, long limitedSince, long request) implements Command {}
