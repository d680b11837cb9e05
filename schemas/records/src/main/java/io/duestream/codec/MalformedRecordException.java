package io.duestream.codec;

/**
 * The bytes are not a record of the expected type, or break a bound. Trying again does not help: dead-letter them. It has no
 * stack trace of its own: it says what is wrong with bytes, which may come by the thousand, and nothing about this program.
 */
public final class MalformedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedRecordException(String message, Throwable cause) {
        super(message, cause, true, false);
    }

    MalformedRecordException(String message) {
        this(message, null);
    }
}
