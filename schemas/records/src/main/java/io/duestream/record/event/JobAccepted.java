package io.duestream.record.event;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
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
 */
public record JobAccepted(
        JobId jobId,
        Encoded<JobDefinition> definition,
        Instant acceptedAt,
        Instant anchor,
        Optional<Instant> nextDue,
        boolean possibleDuplicate)
        implements JobEvent {}
