package io.duestream.client;

import io.duestream.job.JobKey;
import java.util.Optional;

/** A job or command was not taken over, or it is not known whether it was. */
public abstract sealed class SubmissionException extends RuntimeException
        permits InvalidJobException, SubmissionRefusedException, SubmissionFailedException {
    private static final long serialVersionUID = 1L;

    private final transient JobKey key;
    private final String submissionId;

    SubmissionException(Attempted attempted, String message, Throwable cause) {
        super(message, cause);
        this.key = attempted.key();
        this.submissionId = attempted.submissionId().orElse(null);
    }

    /** The job. */
    public JobKey key() {
        return key;
    }

    /** The submission id that was or would have been sent; empty for commands other than a submission. */
    public Optional<String> submissionId() {
        return Optional.ofNullable(submissionId);
    }
}
