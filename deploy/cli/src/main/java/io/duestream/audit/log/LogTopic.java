package io.duestream.audit.log;

/** The kinds of topics that the log of a cluster is made of. */
public enum LogTopic {
    /** What is asked of the tracker. */
    COMMANDS,
    /** What happened to attempts. */
    FEEDBACK,
    /** Attempts for one node group. */
    DISPATCH,
    /** Every decision. */
    AUDIT,
    /** What nobody could read. */
    DEAD_LETTERS
}
