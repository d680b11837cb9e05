package io.duestream.tracker.topology;

import io.duestream.job.JobKey;

/** A decision could not be planned. Nothing was written, so its input can be set aside without harm. */
final class PlanFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PlanFailedException(JobKey key, RuntimeException cause) {
        super("the decision about " + (Cut.fits(key) ? key : Cut.key(key)) + " could not be planned: " + cause, cause);
    }
}
