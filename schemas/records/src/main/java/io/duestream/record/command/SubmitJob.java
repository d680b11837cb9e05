package io.duestream.record.command;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.Lineage;
import java.util.Optional;

/**
 * Submits a job.
 *
 * @param submissionId recognises the same submission sent twice
 * @param possibleDuplicate the fate of an earlier sending is unknown
 * @param lineage the job and fire that this one repeats
 * @param definition what to run and when
 */
public record SubmitJob(
        Optional<String> submissionId,
        boolean possibleDuplicate,
        Optional<Lineage> lineage,
        Encoded<JobDefinition> definition)
        implements Command {}
