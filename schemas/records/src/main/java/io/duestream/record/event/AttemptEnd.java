package io.duestream.record.event;

/** How an attempt ended. */
public enum AttemptEnd {
    /** The runner succeeded. */
    SUCCESS,
    /** The runner failed for good. */
    FAILED,
    /** The runner asked for a retry. */
    LATER,
    /** The runner threw. */
    EXCEPTION,
    /** It ran or was out for too long. */
    TIMED_OUT,
    /** Its node died, or nobody saw it. */
    LOST,
    /** The executor handed it back. */
    NOT_STARTED,
    /** It was not started in time. */
    EXPIRED,
    /** An operator or the overlap policy ended it. */
    CANCELLED
}
