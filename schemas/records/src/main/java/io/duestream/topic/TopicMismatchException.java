package io.duestream.topic;

/** The topics of a cluster contradict each other, so that nothing may run on them until an operator has decided. */
public final class TopicMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicMismatchException(String message) {
        super(message);
    }
}
