package io.duestream.record.event;

/** How a fire, or one shard of it, ended. */
public enum FireEnd {
    /** Every shard succeeded. */
    SUCCEEDED,
    /** The runner failed for good, the retries were used up, or the node was lost too often. */
    FAILED,
    /** A pending retry made way for the next fire. */
    GAVE_UP,
    /** It was not started in time. */
    EXPIRED,
    /** Cancelled. */
    CANCELLED,
    /** A new definition took its place. */
    REPLACED
}
