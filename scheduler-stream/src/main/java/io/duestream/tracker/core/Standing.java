package io.duestream.tracker.core;

/** Whether a job goes its way. */
public enum Standing {
    /** Fires come due. */
    ACTIVE,
    /** No scheduled fire opens, retries are held. */
    PAUSED,
    /** Nothing new starts; open attempts end with their real result. */
    CANCELLING
}
