package io.duestream.record.command;

import io.duestream.job.JobId;

/**
 * Tells the owner of a limited group that an admitted shard was dispatched.
 *
 * @param jobId the job
 * @param fire the fire
 * @param shard the shard
 * @param limitedSince the version with which the group became limited; another one has been settled since
 * @param request number of the request that was admitted
 */
public record AdmissionUsed(JobId jobId, long fire, int shard, long limitedSince, long request) implements Command {}
