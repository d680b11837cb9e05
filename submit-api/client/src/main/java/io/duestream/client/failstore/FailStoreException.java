package io.duestream.client.failstore;

/** A fail store could not do what was asked. */
public class FailStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was found, what was expected and what to do. */
    public FailStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Says what was found, what was expected and what to do. */
    public FailStoreException(String message) {
        super(message);
    }
}
