package io.duestream.cli.output;

/** A command did not succeed. The message is all that its caller is shown: what was found, and what to do. */
public final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message for a person. */
    public CommandFailedException(String message) {
        super(message);
    }

    /** With a message for a person, and a cause for {@code --verbose}. */
    public CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
