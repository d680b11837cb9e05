package io.duestream.record.command;

import io.duestream.job.JobId;

/**
 * Tells the owner of a limited group that an attempt ended, or that a request is withdrawn.
 *
 * @param jobId the job
 * @param fire the fire
 * @param shard the shard
 * @param limitedSince the version with which the group became limited; another one has been settled since
 * @param request number of the request that is withdrawn; {@link #END} where an attempt ended
 */
public record Released(JobId jobId, long fire, int shard, long limitedSince, long request) implements Command {
    /** Stands for the attempt that ended, whose request was answered long before. */
    public static final long END = 0;
}
