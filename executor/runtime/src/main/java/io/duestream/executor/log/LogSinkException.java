package io.duestream.executor.log;

/** A log sink cannot be opened. */
public final class LogSinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LogSinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
