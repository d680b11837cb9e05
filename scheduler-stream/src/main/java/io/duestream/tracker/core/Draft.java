package io.duestream.tracker.core;

import static io.duestream.tracker.core.CoreSettings.MAX_FIRES_A_DECISION;
import static io.duestream.tracker.core.CoreSettings.MAX_OCCURRENCES_A_DECISION;

import io.duestream.job.JobDefinition;
import io.duestream.record.event.FireOpened;
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
    private int opened;
    private int evaluated;

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
        opened += event instanceof FireOpened ? 1 : 0;
    }

    /** Counts a due time that was looked at. */
    void evaluate() {
        evaluated++;
    }

    /** Whether this decision has done as much as one may; the job wakes again at once for the rest. */
    boolean exhausted() {
        return opened >= MAX_FIRES_A_DECISION || evaluated >= MAX_OCCURRENCES_A_DECISION;
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
