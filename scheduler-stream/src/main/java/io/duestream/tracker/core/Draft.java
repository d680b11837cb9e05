package io.duestream.tracker.core;

import io.duestream.job.JobDefinition;
import io.duestream.record.event.JobEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A decision in the making: each event is applied as it is stated, so that the next rule sees what the last one did. */
final class Draft {
    private final Instant now;
    private final List<JobEvent> events = new ArrayList<>();
    private Optional<Job> job;

    Draft(Optional<Job> before, Instant now) {
        this.job = before;
        this.now = now;
    }

    Instant now() {
        return now;
    }

    void state(JobEvent event) {
        events.add(event);
        job = JobFold.apply(job, event);
    }

    /** The job as it stands now; only rules of live jobs ask. */
    Job job() {
        return job.orElseThrow(() -> new IllegalStateException("the job has ended within this decision"));
    }

    boolean alive() {
        return job.isPresent();
    }

    JobDefinition definitionOf(Fire fire) {
        return job().definitionOf(fire);
    }

    Decision done() {
        return new Decision(events, job);
    }
}
