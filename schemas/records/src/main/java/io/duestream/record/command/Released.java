package io.duestream.record.command;

import io.duestream.job.JobId;

/**
 * Tells the owner of a limited group that an attempt ended.
 *
 * @param jobId the job
 * @param fire the fire
 * @param shard the shard
 */
public record Released(JobId jobId, long fire, int shard) implements Command {}
