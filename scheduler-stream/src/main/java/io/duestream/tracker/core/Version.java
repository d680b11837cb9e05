package io.duestream.tracker.core;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import java.util.Optional;

/**
 * A definition that is current or that an open fire runs under.
 *
 * @param number definition version
 * @param definition the definition
 * @param submissionId of the submission it came with, so that the ends of its fires are told to who submitted them
 */
public record Version(int number, Encoded<JobDefinition> definition, Optional<String> submissionId) {}
