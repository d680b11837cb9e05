package io.duestream.tracker.simulation;

import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.record.event.JobEvent;
import java.util.List;
import java.util.Optional;

/**
 * A record of {@code audit}.
 *
 * @param key job key
 * @param jobId the live job, after the decision or before its end
 * @param sequence number in the life of the job; 0 without a job
 * @param cause what was answered
 * @param events what happened
 */
record Audited(JobKey key, Optional<JobId> jobId, long sequence, Cause cause, List<JobEvent> events) {
    Audited {
        events = List.copyOf(events);
    }

    /** What a decision answers. */
    enum Cause {
        COMMAND,
        FEEDBACK,
        TIMER,
        ADMISSION,
        WALK
    }
}
