package io.duestream.client.failstore;

/** A store has reached one of its bounds, or the disk has. */
public final class StoreFullException extends FailStoreException {
    private static final long serialVersionUID = 1L;

    /** Says what was found, and what to do. */
    public StoreFullException(String message) {
        super(message);
    }

    /** Says what was found, and what to do. */
    public StoreFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
