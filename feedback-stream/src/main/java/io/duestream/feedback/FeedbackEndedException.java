package io.duestream.feedback;

/** A feedback-stream has ended by itself, because it could not go on; the message and the cause say why. */
public final class FeedbackEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FeedbackEndedException(String message, Throwable cause) {
        super(message, cause);
    }
}
