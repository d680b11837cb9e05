package io.duestream.record;

/** Which topic an input came from. */
public enum InputTopic {
    /** Commands. */
    COMMANDS,
    /** Feedback. */
    FEEDBACK
}
