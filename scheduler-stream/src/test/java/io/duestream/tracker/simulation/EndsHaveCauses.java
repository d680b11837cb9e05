package io.duestream.tracker.simulation;

import io.duestream.job.OverlapPolicy;
import io.duestream.record.command.CancelJob;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.ShardEnded;
import io.duestream.record.report.AttemptDoubted;
import io.duestream.record.report.DoubtReason;
import io.duestream.record.report.Finished;
import io.duestream.record.report.NotStarted;
import io.duestream.record.report.Report;
import io.duestream.record.report.Started;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.Standing;
import java.util.List;
import java.util.Optional;

/** An attempt ends by a report that the log holds, or by a cancellation, and never straight from a timer; a fire ends as its shards did. */
final class EndsHaveCauses implements Invariant {
    @Override
    public void decided(Decided step, Findings findings) {
        step.forEachEvent((job, event) -> judge(step, job, event, findings));
    }

    private void judge(Decided step, Optional<Job> job, JobEvent event, Findings findings) {
        if (job.isEmpty()) {
            return;
        }
        if (event instanceof AttemptEnded e && !caused(step.input(), job.get(), e.end())) {
            findings.add(getClass(), step.key(), e.end() + " without a cause in " + step.input());
        } else if (event instanceof ShardEnded e && !allowed(job.get(), e.end())) {
            findings.add(getClass(), step.key(), e.end() + " against its orders: " + e);
        } else if (event instanceof FireEnded e && !fits(job.get(), e)) {
            findings.add(getClass(), step.key(), "does not fit its shards: " + e);
        }
    }

    private static boolean caused(Input input, Job job, AttemptEnd end) {
        Optional<Report> report = input instanceof Input.FeedbackReceived received
                ? Optional.of(received.feedback().body())
                : Optional.empty();
        Optional<DoubtReason> doubt =
                report.filter(AttemptDoubted.class::isInstance).map(body -> ((AttemptDoubted) body).reason());
        return switch (end) {
            case SUCCESS, FAILED, LATER, EXCEPTION ->
                report.filter(body -> body instanceof Finished finished
                                && finished.result().name().equals(end.name()))
                        .isPresent();
            case NOT_STARTED ->
                doubt.filter(reason -> reason == DoubtReason.UNSEEN).isPresent()
                        || report.filter(NotStarted.class::isInstance).isPresent();
            // Started elsewhere, it was lost where it ran before.
            case LOST ->
                doubt.filter(reason -> reason == DoubtReason.NODE_LOST).isPresent()
                        || report.filter(Started.class::isInstance).isPresent();
            case EXPIRED ->
                doubt.filter(reason -> reason == DoubtReason.EXPIRED).isPresent();
            case TIMED_OUT ->
                doubt.filter(reason -> reason == DoubtReason.RUN_TIMEOUT || reason == DoubtReason.ATTEMPT_TIMEOUT)
                        .isPresent();
            case CANCELLED -> cancelsRunning(input) || cancelsRunning(job);
        };
    }

    private static boolean cancelsRunning(Input input) {
        return input instanceof Input.CommandReceived received
                && received.command() instanceof CancelJob cancel
                && cancel.running();
    }

    private static boolean cancelsRunning(Job job) {
        return job.definition().firing().overlap() == OverlapPolicy.CANCEL_RUNNING;
    }

    private static boolean allowed(Job job, FireEnd end) {
        return switch (end) {
            case GAVE_UP -> job.definition().firing().overlap() == OverlapPolicy.WAIT;
            case CANCELLED -> job.standing() == Standing.CANCELLING || cancelsRunning(job);
            case REPLACED -> job.current().number() > 1;
            case SUCCEEDED, FAILED, EXPIRED -> true;
        };
    }

    /** A fire ends as one of its shards, and as success only if all succeeded. */
    private static boolean fits(Job job, FireEnded e) {
        List<FireEnd> ends = job.openFire(e.fire()).stream()
                .flatMap(fire -> fire.shards().stream())
                .flatMap(shard -> shard.end().stream())
                .toList();
        long failed = ends.stream().filter(end -> end != FireEnd.SUCCEEDED).count();
        return ends.contains(e.end()) && failed == e.shardsFailed() && (e.end() == FireEnd.SUCCEEDED) == (failed == 0);
    }
}
