package io.duestream.tracker.process;

/** A tracker refuses to start; the message says what was found and what to do. */
public final class TrackerStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrackerStartException(String message) {
        super(message);
    }

    TrackerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
