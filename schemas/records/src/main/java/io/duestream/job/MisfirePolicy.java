package io.duestream.job;

/** What happens to a fire that is opened later than the misfire threshold after its due time. */
public enum MisfirePolicy {
    /** All missed fires become one fire, at once. */
    FIRE_ONCE,
    /** Missed fires are skipped. */
    SKIP,
    /** Missed fires run in order, within a window and up to a cap. */
    CATCH_UP
}
