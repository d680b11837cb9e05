package io.duestream.tracker.simulation;

import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.DefinitionChanged;
import io.duestream.record.event.DuplicateIgnored;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.FiresSkipped;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which events and reasons a run met: a simulation that never meets a case says nothing about it. */
final class Seen {
    private final Set<Object> all = new HashSet<>();

    void add(List<JobEvent> events) {
        for (JobEvent event : events) {
            all.add(event.getClass());
            if (event instanceof FiresSkipped e) {
                all.add(e.reason());
            } else if (event instanceof AttemptEnded e) {
                all.add(e.end());
            } else if (event instanceof FireEnded e) {
                all.add(e.end());
            } else if (event instanceof AttemptDoubtSent e) {
                all.add(e.reason());
            } else if (event instanceof DefinitionChanged e) {
                all.add(e.cause());
            } else if (event instanceof DuplicateIgnored e) {
                all.add(e.reason());
            } else if (event instanceof FireOpened e) {
                all.add(e.kind());
            } else if (event instanceof JobEnded e) {
                all.add(e.end());
            }
        }
    }

    Set<Object> all() {
        return Set.copyOf(all);
    }
}
