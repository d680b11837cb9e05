package io.duestream.record.event;

/** What gave a live job a new definition. */
public enum DefinitionCause {
    /** Updated. */
    UPDATED,
    /** Rescheduled. */
    RESCHEDULED,
    /** Replaced. */
    REPLACED
}
