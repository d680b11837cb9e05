package io.duestream.client.failstore;

/** What a record is, which decides what becomes of it when the broker refuses it. The order is kept on disks. */
public enum RecordKind {
    /** A submission or another command. */
    COMMAND,
    /** What an executor reports of an attempt. */
    REPORT,
    /** A line of the business log. */
    LINE,
    /** A dead letter. Never kept on the disk: the record that it was made of is still in its topic. */
    LETTER
}
