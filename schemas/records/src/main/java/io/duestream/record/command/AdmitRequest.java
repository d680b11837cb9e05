package io.duestream.record.command;

import io.duestream.job.JobId;
import java.time.Instant;

/**
 * Asks the owner of a limited group to let a shard run.
 *
 * @param jobGroup group of the job
 * @param jobTaskId task id of the job
 * @param jobId the job
 * @param fire the fire
 * @param shard the shard
 * @param priority its priority
 * @param dueAt its due time
 * @param limitedSince the version with which the group became limited; another one has been settled since
 * @param request number of the request; its partition gives each another one
 */
public record AdmitRequest(
        String jobGroup,
        String jobTaskId,
        JobId jobId,
        long fire,
        int shard,
        int priority,
        Instant dueAt,
        long limitedSince,
        long request)
        implements Command {}
