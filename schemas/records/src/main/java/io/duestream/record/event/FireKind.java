package io.duestream.record.event;

/** What made a fire. */
public enum FireKind {
    /** Its trigger. */
    SCHEDULED,
    /** An operator; not counted by a repeat. */
    TRIGGERED
}
