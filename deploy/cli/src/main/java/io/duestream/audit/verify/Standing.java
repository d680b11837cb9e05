package io.duestream.audit.verify;

/** What was ordered for a job as a whole. */
enum Standing {
    ACTIVE,
    PAUSED,
    CANCELLING
}
