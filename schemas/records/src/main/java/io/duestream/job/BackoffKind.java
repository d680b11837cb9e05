package io.duestream.job;

/** How the delay before a retry grows. */
public enum BackoffKind {
    /** Every retry waits the same delay. */
    FIXED,
    /** Each retry waits twice as long as the one before, up to the longest delay. */
    EXPONENTIAL
}
