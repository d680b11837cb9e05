package io.duestream.record.event;

/** Why fires were skipped. */
public enum SkipReason {
    /** Opened too late under misfire policy SKIP. */
    MISFIRE,
    /** Missed and collapsed into one later fire under misfire policy FIRE_ONCE. */
    COLLAPSED,
    /** Came due while the previous fire was open under overlap policy WAIT. */
    COALESCED,
    /** Another fire was open. */
    OVERLAP,
    /** Sixteen fires were open. */
    OPEN_LIMIT,
    /** Older than the catch-up window. */
    CATCH_UP_WINDOW,
    /** More than the catch-up cap. */
    CATCH_UP_CAP
}
