package io.duestream.tracker.simulation;

import io.duestream.record.JobFeedback;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.ReportIgnored;
import io.duestream.record.report.AttemptDoubted;
import io.duestream.tracker.core.Attempt;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.Shard;
import java.util.List;
import java.util.Optional;

/** A report under another job, token or a lower generation than the one held changes nothing, and that is recorded (G4). */
final class StaleChangesNothing implements Invariant {
    @Override
    public void decided(Decided step, Findings findings) {
        if (step.input() instanceof Input.FeedbackReceived received) {
            judge(step, received.feedback(), findings);
        }
    }

    private void judge(Decided step, JobFeedback feedback, Findings findings) {
        List<JobEvent> events = step.decision().events();
        if (events.isEmpty()) {
            findings.add(getClass(), step.key(), "a report was answered by silence: " + feedback);
        }
        if (current(step.jobBefore(), feedback)) {
            return;
        }
        boolean ignored = events.stream().allMatch(ReportIgnored.class::isInstance);
        if (!ignored || !step.jobBefore().equals(step.jobAfter())) {
            findings.add(getClass(), step.key(), "a stale report had consequences: " + feedback + " -> " + events);
        }
    }

    private static boolean current(Optional<Job> before, JobFeedback feedback) {
        if (before.isEmpty() || feedback.token().isEmpty()) {
            return false;
        }
        Job job = before.get();
        Optional<Attempt> out = job.shard(feedback.fire(), feedback.shard()).flatMap(Shard::attempt);
        boolean same = feedback.jobId().filter(job.id()::equals).isPresent()
                && out.filter(attempt -> attempt.token().equals(feedback.token().get()))
                        .isPresent();
        if (!same) {
            return false;
        }
        // A doubt ends exactly the lease it names; a report may also come from a later delivery.
        int held = out.get().generation();
        return feedback.body() instanceof AttemptDoubted
                ? feedback.generation() == held
                : feedback.generation() >= held;
    }
}
