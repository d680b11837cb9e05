package io.duestream.record.command;

/** What a tracker learnt off its stream thread. */
public enum NoticeKind {
    /** A node is gone. */
    NODE_LOST,
    /** A group's dispatch topic exists. */
    GROUP_REGISTERED,
    /** A group's settings changed. */
    SETTINGS_CHANGED,
    /** A group has more worker threads. */
    CAPACITY_CHANGED,
    /** A group's dispatch topic was deleted and made again: what was in it is gone. */
    TOPIC_REMADE
}
