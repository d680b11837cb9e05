package io.duestream.codec;

/** The bytes are not a record of the expected type, or break a bound. Trying again does not help: dead-letter them. */
public final class MalformedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedRecordException(String message, Throwable cause) {
        super(message, cause);
    }

    MalformedRecordException(String message) {
        super(message);
    }
}
