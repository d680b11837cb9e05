package io.duestream.job;

/** What happens when a fire comes due while another fire of the job is open. */
public enum OverlapPolicy {
    /** The next fire is computed when the open one ends; the fires missed meanwhile are coalesced (LTS {@code relyOnPrevCycle=true}). */
    WAIT,
    /** The new fire is skipped. */
    SKIP,
    /** One fire is held until the open one ends; further ones are skipped. */
    QUEUE_ONE,
    /** Fires run side by side, at most 16 open at once (LTS {@code relyOnPrevCycle=false}). */
    ALLOW,
    /** The open fire is cancelled and the new one runs. */
    CANCEL_RUNNING
}
