package io.duestream.tracker.simulation;

import io.duestream.record.event.JobEvent;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.JobFold;
import java.util.Optional;

/** A job is what its events say since its acceptance, and nothing else (G3). */
final class EventsFoldToState implements Invariant {
    private final Rows<Key, Optional<Job>> folded;

    EventsFoldToState(Undo undo) {
        this.folded = new Rows<>(undo);
    }

    @Override
    public void decided(Decided step, Findings findings) {
        Key key = Key.of(step.key());
        Optional<Job> job = folded.get(key, Optional.empty());
        for (JobEvent event : step.decision().events()) {
            job = JobFold.apply(job, event);
        }
        if (!job.equals(step.jobAfter())) {
            findings.add(getClass(), step.key(), "its events make " + job + ", the decision left " + step.jobAfter());
        }
        if (!step.decision().events().isEmpty()) {
            folded.put(key, job);
        }
    }
}
