package io.duestream.job;

/** How a run ended, as its runner says. */
public enum Result {
    /** Done. */
    SUCCESS,
    /** Failed for good; not retried. */
    FAILED,
    /** Not now; retried by policy. */
    LATER,
    /** The runner threw; retried by policy. */
    EXCEPTION
}
