package io.duestream.client;

/** A job or command was refused and is not in the log. Sending it again does not help until the reason is gone. */
public final class SubmissionRefusedException extends SubmissionException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    SubmissionRefusedException(Attempted attempted, Reason reason, String message, Throwable cause) {
        super(attempted, "cannot " + attempted + ": " + message, cause);
        this.reason = reason;
    }

    /** Why something was refused. */
    public enum Reason {
        /** The record is larger than the broker or the topic takes. */
        TOO_LARGE,
        /** The broker does not know this client, or does not let it write commands. */
        NOT_AUTHORISED,
        /** The cluster has no {@code commands} topic: it was never made, or the cluster's name is another. */
        TOPIC_MISSING,
        /** The broker does not take such a record. */
        NOT_TAKEN
    }

    /** Why it was refused. */
    public Reason reason() {
        return reason;
    }
}
