package io.duestream.executor;

import io.duestream.job.LogLevel;

/**
 * The log of one run, kept with the job and shown to its owner. Lines are numbered from 1 in the run, cut at 8,192
 * characters and marked with …. Writing a line never fails and never holds a run up for long: when lines cannot be sent
 * as fast as they come, some are dropped, which the executor's own log tells and the gap in the numbers shows.
 *
 * <p>Thread-safe.
 */
public interface BusinessLog {
    /**
     * Label of a job that says the lowest level that is kept of its runs, such as {@code DEBUG}; it goes over that of the
     * executor.
     */
    String LEVEL_LABEL = "log.level";

    /**
     * Writes a line, unless the job's label {@value #LEVEL_LABEL} or else the executor keeps higher levels only.
     *
     * @param level of the line
     * @param message the line; null is written as {@code null}
     */
    void log(LogLevel level, String message);

    /** Writes a line that helps to look into a fault. */
    default void debug(String message) {
        log(LogLevel.DEBUG, message);
    }

    /** Writes a line about what the run does. */
    default void info(String message) {
        log(LogLevel.INFO, message);
    }

    /** Writes a line about something that should be looked at. */
    default void warn(String message) {
        log(LogLevel.WARN, message);
    }

    /** Writes a line about something that went wrong. */
    default void error(String message) {
        log(LogLevel.ERROR, message);
    }
}
