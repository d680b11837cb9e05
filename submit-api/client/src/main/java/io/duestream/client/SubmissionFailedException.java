package io.duestream.client;

/**
 * Nobody acknowledged a job or command in time. The same submission may be sent again, with
 * {@link Job#submissionId(String)} set to {@link #submissionId()}: the tracker recognises a second copy and ignores it.
 */
public final class SubmissionFailedException extends SubmissionException {
    private static final long serialVersionUID = 1L;

    private final Fate fate;

    SubmissionFailedException(Attempted attempted, Fate fate, String message, Throwable cause) {
        super(
                attempted,
                (fate == Fate.NOT_SENT
                                ? "cannot " + attempted + ", nothing was sent: "
                                : "not known whether it worked to " + attempted + ": ")
                        + message,
                cause);
        this.fate = fate;
    }

    /** What is known of the record. */
    public enum Fate {
        /** It never left this process. */
        NOT_SENT,
        /** It may be in the log or not. */
        UNKNOWN
    }

    /** What is known of the record. */
    public Fate fate() {
        return fate;
    }
}
