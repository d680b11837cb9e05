package io.duestream.job;

/**
 * Where a record comes from: the job and fire it repeats, or the position it was forwarded from.
 *
 * @param jobId the older job
 * @param fire its fire; 0 for the whole job
 */
public record Lineage(JobId jobId, long fire) {}
