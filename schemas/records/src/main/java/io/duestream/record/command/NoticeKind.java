package io.duestream.record.command;

/** What a tracker learnt off its stream thread. */
public enum NoticeKind {
    /** Node lost. */
    NODE_LOST,
    /** Group registered. */
    GROUP_REGISTERED,
    /** Settings changed. */
    SETTINGS_CHANGED
}
