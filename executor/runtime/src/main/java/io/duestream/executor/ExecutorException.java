package io.duestream.executor;

/** An executor could not be started, or has ended by itself. The message says what to do. */
public final class ExecutorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExecutorException(String message, Throwable cause) {
        super(message, cause);
    }

    ExecutorException(String message) {
        super(message);
    }
}
