package io.duestream.cli.deadletter;

import io.duestream.topic.DeadLetter;
import io.duestream.topic.Topics;
import java.util.Locale;

/** Who put a letter aside: each topic is read by one role. */
enum LetterRole {
    TRACKER,
    EXECUTOR,
    FEEDBACK,
    CLIENT,
    UNKNOWN;

    static LetterRole of(Topics topics, DeadLetter letter) {
        String topic = letter.origin().topic();
        if (topic.equals(topics.commands().name())
                || topic.equals(topics.feedback().name())) {
            return TRACKER;
        } else if (topics.groupOf(topic).isPresent()) {
            return EXECUTOR;
        } else if (topic.equals(topics.audit().name())) {
            return FEEDBACK;
        }
        return topics.clientGroupOf(topic).isPresent() ? CLIENT : UNKNOWN;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
