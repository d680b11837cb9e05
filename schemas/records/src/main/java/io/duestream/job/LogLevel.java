package io.duestream.job;

/** The level of a business log line. */
public enum LogLevel {
    /** Debug. */
    DEBUG,
    /** Info. */
    INFO,
    /** Warn. */
    WARN,
    /** Error. */
    ERROR
}
