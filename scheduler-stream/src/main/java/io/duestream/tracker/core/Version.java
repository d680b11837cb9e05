package io.duestream.tracker.core;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;

/**
 * A definition that is current or that an open fire runs under.
 *
 * @param number definition version
 * @param definition the definition
 */
public record Version(int number, Encoded<JobDefinition> definition) {}
