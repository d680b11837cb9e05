package io.duestream.record.event;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import java.time.Instant;
import java.util.Optional;

/**
 * A live job has a new definition.
 *
 * @param cause what changed it
 * @param version the new definition version
 * @param definition the whole definition
 * @param anchor first fire of a repeat; else the time of the change
 * @param nextDue the next due time
 * @param submissionId of the replacing submission
 */
public record DefinitionChanged(
        DefinitionCause cause,
        int version,
        Encoded<JobDefinition> definition,
        Instant anchor,
        Optional<Instant> nextDue,
        Optional<String> submissionId)
        implements JobEvent {}
