package io.duestream.tracker.core;

import java.time.Instant;
import java.util.Optional;

/**
 * The row of a job.
 *
 * @param sequence number of its last decision
 * @param wakeAt the timer row it wrote
 * @param carriedAt when its last full copy went to the audit topic
 * @param job the job
 */
public record StoredJob(long sequence, Optional<Instant> wakeAt, Instant carriedAt, Job job) {
    /** The same row with the job changed. */
    public StoredJob with(Job changed) {
        return new StoredJob(sequence, wakeAt, carriedAt, changed);
    }
}
