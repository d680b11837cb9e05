package io.duestream.tracker.core;

import io.duestream.record.event.JobEvent;
import java.util.List;
import java.util.Optional;

/**
 * What was decided.
 *
 * @param events what happened, in order; empty if the input changed and said nothing
 * @param after the job afterwards: the fold of the events over the job before
 */
public record Decision(List<JobEvent> events, Optional<Job> after) {
    /** Copies the events. */
    public Decision {
        events = List.copyOf(events);
    }
}
