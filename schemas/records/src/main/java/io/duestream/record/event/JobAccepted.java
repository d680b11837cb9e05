package io.duestream.record.event;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.Lineage;
import java.time.Instant;
import java.util.Optional;

/**
 * A submission became a job.
 *
 * @param jobId its id
 * @param definition the whole definition
 * @param acceptedAt when
 * @param anchor first fire of a repeat; else the time of acceptance
 * @param nextDue the first due time
 * @param possibleDuplicate as submitted
 * @param submissionId as submitted
 * @param lineage the job and fire that this job repeats
 */
public record JobAccepted(
        JobId jobId,
        Encoded<JobDefinition> definition,
        Instant acceptedAt,
        Instant anchor,
        Optional<Instant> nextDue,
        boolean possibleDuplicate,
        Optional<String> submissionId,
        Optional<Lineage> lineage)
        implements JobEvent {}
