package io.duestream.tracker.dispatch;

import io.duestream.job.JobId;

/**
 * What an admission is for. A shard has at most one claim at a time: from its request until its attempt has ended.
 *
 * @param job the job
 * @param fire the fire
 * @param shard the shard
 */
public record Claim(JobId job, long fire, int shard) {}
