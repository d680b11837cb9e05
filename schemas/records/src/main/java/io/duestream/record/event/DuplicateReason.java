package io.duestream.record.event;

/** Why a submission was ignored. */
public enum DuplicateReason {
    /** Same submission. */
    SAME_SUBMISSION,
    /** Job kept. */
    JOB_KEPT
}
