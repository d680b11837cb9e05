package io.duestream.specs.fault;

import io.duestream.client.Receipt;
import java.util.List;

/**
 * What a submitter was told of one job.
 *
 * @param key of the job
 * @param told {@code ACCEPTED}, {@code STORED}, or {@link #FAILED}
 */
record Submission(String key, String told) {
    /** Refused, or of unknown fate. */
    static final String FAILED = "FAILED";

    static Submission of(List<String> line) {
        return new Submission(line.get(0), line.get(1));
    }

    boolean accepted() {
        return told.equals(Receipt.Status.ACCEPTED.name());
    }

    boolean stored() {
        return told.equals(Receipt.Status.STORED.name());
    }

    /** Whether it was taken over by anybody. */
    boolean taken() {
        return accepted() || stored();
    }
}
