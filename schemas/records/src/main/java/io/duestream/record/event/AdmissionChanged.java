package io.duestream.record.event;

import io.duestream.job.JobId;
import java.time.Instant;
import java.util.Optional;

/**
 * What happened to a shard at the owner of its limited group.
 *
 * @param group the group
 * @param change what happened
 * @param taskId task id of the job; empty where none is named
 * @param jobId the job
 * @param fire the fire
 * @param shard the shard
 * @param partition the partition of the job, or the one that was counted
 * @param open attempts of the whole group that are out or may go out, afterwards; 0 where the owner does not say
 * @param queued requests that wait at the owner afterwards; 0 where the owner does not say
 * @param request number of the request; 0 where none is named
 * @param priority priority that is asked for; 0 where nothing is asked for
 * @param dueAt due time of the fire that is asked for; empty where nothing is asked for
 */
public record AdmissionChanged(
        String group,
        AdmissionChange change,
        String taskId,
        Optional<JobId> jobId,
        long fire,
        int shard,
        int partition,
        long open,
        long queued,
        long request,
        int priority,
        Optional<Instant> dueAt)
        implements JobEvent {}
