package io.duestream.tracker.simulation;

import io.duestream.job.JobKey;
import io.duestream.record.command.Command;

/**
 * A record of {@code commands}.
 *
 * @param key its job key
 * @param command what is asked
 */
record Told(JobKey key, Command command) {}
