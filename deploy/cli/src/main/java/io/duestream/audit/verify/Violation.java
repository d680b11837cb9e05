package io.duestream.audit.verify;

import io.duestream.audit.log.Place;
import io.duestream.job.JobKey;
import java.util.Optional;

/**
 * A promise that the log shows broken.
 *
 * @param check name of the check that found it
 * @param place the record that shows it
 * @param job the job it is about, if it is about one
 * @param words what was found and what was expected
 */
public record Violation(String check, Place place, Optional<JobKey> job, String words) {}
