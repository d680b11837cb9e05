package io.duestream.tracker.core;

/** Where a shard of an open fire stands. */
public enum ShardState {
    /** For room in its group. */
    WAITING,
    /** Dispatched, not reported started. */
    QUEUED,
    /** Reported started. */
    RUNNING,
    /** Waits for its retry. */
    BACKING_OFF,
    /** Over. */
    ENDED
}
