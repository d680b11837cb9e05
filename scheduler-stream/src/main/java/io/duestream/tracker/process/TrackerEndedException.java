package io.duestream.tracker.process;

/** A tracker has ended by itself, because it could not go on; the message says why. */
public final class TrackerEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrackerEndedException(String message) {
        super(message);
    }
}
