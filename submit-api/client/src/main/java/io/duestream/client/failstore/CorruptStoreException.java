package io.duestream.client.failstore;

/** A store does not hold what was written to it. */
public final class CorruptStoreException extends FailStoreException {
    private static final long serialVersionUID = 1L;

    /** Says what was found, and what to do. */
    public CorruptStoreException(String message) {
        super(message);
    }

    /** Says what was found, and what to do. */
    public CorruptStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
