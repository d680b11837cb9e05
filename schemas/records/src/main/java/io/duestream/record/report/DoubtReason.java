package io.duestream.record.report;

/** Why the tracker doubts that an attempt is alive. */
public enum DoubtReason {
    /** Run timeout. */
    RUN_TIMEOUT,
    /** Attempt timeout. */
    ATTEMPT_TIMEOUT,
    /** Expired. */
    EXPIRED,
    /** Node lost. */
    NODE_LOST,
    /** Unseen. */
    UNSEEN
}
