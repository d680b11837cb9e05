package io.duestream.client;

import io.duestream.job.JobKey;
import io.duestream.job.JobRules;
import java.util.Optional;

/**
 * What was to be sent, as far as an error has to name it.
 *
 * @param action what was wanted of the job, such as {@code submit}
 * @param key the job
 * @param submissionId of a submission
 */
record Attempted(String action, JobKey key, Optional<String> submissionId) {
    /** For a message; a key that breaks the rules may be long or hold control characters, so it is not shown. */
    @Override
    public String toString() {
        return JobRules.keyProblems(key).isEmpty() ? action + " " + key : action + " a job";
    }
}
