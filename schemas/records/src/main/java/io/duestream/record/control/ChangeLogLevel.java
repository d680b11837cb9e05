package io.duestream.record.control;

import io.duestream.job.LogLevel;

/**
 * Change the level of the business log.
 *
 * @param level the lowest level kept
 */
public record ChangeLogLevel(LogLevel level) implements Control {}
