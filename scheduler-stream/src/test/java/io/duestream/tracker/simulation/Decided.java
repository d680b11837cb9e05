package io.duestream.tracker.simulation;

import io.duestream.job.JobKey;
import io.duestream.record.event.JobEvent;
import io.duestream.tracker.core.Decision;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.JobFold;
import io.duestream.tracker.core.StoredJob;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A decision, as the invariants see it; the stores hold its result already.
 *
 * @param key job key
 * @param before the row before
 * @param input what was answered
 * @param now the tracker's clock
 * @param decision what was decided
 * @param after the row afterwards
 */
record Decided(
        JobKey key,
        Optional<StoredJob> before,
        Input input,
        Instant now,
        Decision decision,
        Optional<StoredJob> after) {
    Optional<Job> jobBefore() {
        return before.map(StoredJob::job);
    }

    /** Shows each event with the job as it stood just before it. */
    void forEachEvent(BiConsumer<Optional<Job>, JobEvent> look) {
        Optional<Job> job = jobBefore();
        for (JobEvent event : decision.events()) {
            look.accept(job, event);
            job = JobFold.apply(job, event);
        }
    }

    Optional<Job> jobAfter() {
        return after.map(StoredJob::job);
    }
}
