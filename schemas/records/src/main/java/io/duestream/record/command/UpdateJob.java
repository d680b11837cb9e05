package io.duestream.record.command;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;

/**
 * Gives a live job a new definition; open fires finish under their own.
 *
 * @param definition the new definition
 */
public record UpdateJob(Encoded<JobDefinition> definition) implements Command {}
