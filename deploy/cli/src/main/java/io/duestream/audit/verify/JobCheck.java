package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry;
import io.duestream.record.event.JobEvent;

/**
 * A check that follows jobs through their decisions. It is asked only where the state of the job is known; elsewhere the
 * decision is counted as not checkable.
 */
interface JobCheck {
    /** Where it counts. */
    Tally tally();

    /** A decision begins. */
    default void begin(LogEntry.Decision decision, LiveJob job) {}

    /** An event; the job stands as before it. */
    default void event(LogEntry.Decision decision, LiveJob job, JobEvent event) {}

    /** A decision is over, and the job lives on. */
    default void done(LogEntry.Decision decision, LiveJob job) {}

    /** The job has ended, or has been lost from sight. */
    default void gone(LiveJob job) {}
}
