package io.duestream.job;

/** Where a job stands, derived from its fires. */
public enum Phase {
    /** No job lives under the key. */
    NONE,
    /** Waits for its next due time. */
    SCHEDULED,
    /** A fire waits for room in its group, or is held. */
    WAITING,
    /** An attempt is dispatched and not reported started. */
    QUEUED,
    /** An attempt is reported started. */
    RUNNING,
    /** Waits for a retry. */
    BACKING_OFF,
    /** Opens no scheduled fire until resumed. */
    PAUSED,
    /** Cancelled; open attempts end with their real result. */
    CANCELLING,
    /** Nothing more will happen. */
    ENDED
}
