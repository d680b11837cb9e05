package io.duestream.record.event;

/** How a job ended. */
public enum JobEnd {
    /** Its trigger has no further fire and all its fires ended. */
    COMPLETED,
    /** It was cancelled. */
    CANCELLED
}
