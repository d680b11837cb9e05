package io.duestream.embedded;

/**
 * The embedded cluster cannot start or go on. The message is meant for the person who started it: what was found, what
 * was expected, what to do.
 */
public final class EmbeddedClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedClusterException(String message) {
        super(message);
    }

    EmbeddedClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
