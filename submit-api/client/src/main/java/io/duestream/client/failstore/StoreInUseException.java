package io.duestream.client.failstore;

/** Another process has the store. */
public final class StoreInUseException extends FailStoreException {
    private static final long serialVersionUID = 1L;

    /** Says what was found, and what to do. */
    public StoreInUseException(String message) {
        super(message);
    }

    /** Says what was found, and what to do. */
    public StoreInUseException(String message, Throwable cause) {
        super(message, cause);
    }
}
