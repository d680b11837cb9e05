package io.duestream.tracker.core;

import io.duestream.job.Lease;
import io.duestream.job.Result;
import io.duestream.job.RetryPolicy;
import io.duestream.record.JobFeedback;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.ReportIgnored;
import io.duestream.record.event.RetryScheduled;
import io.duestream.record.event.ShardReadied;
import io.duestream.record.report.AttemptDoubted;
import io.duestream.record.report.DoubtReason;
import io.duestream.record.report.Finished;
import io.duestream.record.report.NotStarted;
import io.duestream.record.report.Report;
import io.duestream.record.report.Started;
import java.time.Instant;
import java.util.Optional;

/** What reports do. Only one under the lease that is held, or a higher one, counts; any other is recorded as ignored. */
final class Reporting {
    private final CoreSettings settings;
    private final Opening opening;
    private final Ending ending;

    Reporting(CoreSettings settings, Opening opening, Ending ending) {
        this.settings = settings;
        this.opening = opening;
        this.ending = ending;
    }

    void report(Draft draft, JobFeedback feedback) {
        Optional<String> refusal = refusal(draft, feedback);
        if (refusal.isPresent()) {
            ignore(draft, feedback, refusal.get());
            return;
        }
        Fire fire = draft.job().fire(feedback.fire());
        Shard shard = fire.shards().get(feedback.shard());
        Report body = feedback.body();
        if (body instanceof Started started) {
            started(draft, fire, shard, feedback, started);
        } else if (body instanceof Finished finished) {
            finished(draft, fire, shard, feedback, finished);
        } else if (body instanceof NotStarted notStarted) {
            notStarted(draft, fire, shard, feedback, notStarted);
        } else if (body instanceof AttemptDoubted doubted) {
            doubted(draft, fire, shard, feedback, doubted);
        } else {
            ignore(draft, feedback, "not a report of an attempt");
        }
    }

    /** Why a report does not count; empty if it does. */
    private static Optional<String> refusal(Draft draft, JobFeedback feedback) {
        if (!draft.alive()) {
            return Optional.of("no job lives under the key");
        }
        Job job = draft.job();
        if (!job.id().equals(feedback.jobId().orElse(null))) {
            return Optional.of(
                    "it is of job " + feedback.jobId().map(Object::toString).orElse("unknown") + "; job " + job.id()
                            + " lives under the key");
        }
        Optional<Shard> shard = job.shard(feedback.fire(), feedback.shard());
        if (shard.isEmpty()) {
            return Optional.of("the fire has ended, or never was");
        }
        Optional<Attempt> attempt = shard.get().attempt();
        if (attempt.isEmpty() || feedback.token().isEmpty()) {
            return Optional.of("no attempt of the shard is out");
        }
        Lease reported = new Lease(feedback.token().get(), feedback.generation());
        int order = reported.compareTo(attempt.get().lease());
        if (!reported.token().equals(attempt.get().token()) || order < 0) {
            return Optional.of("its lease is lower than the one held, "
                    + attempt.get().token() + " generation " + attempt.get().generation());
        }
        return Optional.empty();
    }

    /** Under a higher generation from another node: the partition was taken from one that had begun, and delivered again. */
    private void started(Draft draft, Fire fire, Shard shard, JobFeedback feedback, Started started) {
        boolean again = shard.state() == ShardState.RUNNING
                && shard.attempt().orElseThrow().generation() == feedback.generation();
        if (again) {
            startedAgain(draft, fire, shard, feedback, started);
            return;
        }
        Optional<Instant> timeoutAt =
                draft.definitionOf(fire).limits().runTimeout().map(draft.now()::plus);
        state(draft, feedback, started, timeoutAt);
        Fire running = draft.job().fire(fire.number());
        Shard taken = running.shards().get(shard.index());
        if (taken.lost() > shard.lost() && taken.lost() >= settings.losses().most()) {
            ending.endAttempt(draft, running, taken, AttemptEnd.LOST, "taken over too often");
            Attempt before = shard.attempt().orElseThrow();
            lost(draft, fire, shard, taken.lost(), before);
        }
    }

    /** The same lease: others may begin beside it from now on, or it is said twice. */
    private void startedAgain(Draft draft, Fire fire, Shard shard, JobFeedback feedback, Started started) {
        Attempt attempt = shard.attempt().orElseThrow();
        if (attempt.alone() && !started.alone()) {
            state(draft, feedback, started, attempt.timeoutAt());
        } else {
            ignore(draft, feedback, "it has been reported started under this lease");
        }
    }

    private static void state(Draft draft, JobFeedback feedback, Started started, Optional<Instant> timeoutAt) {
        draft.state(new AttemptStarted(
                feedback.fire(),
                feedback.shard(),
                feedback.token().orElseThrow(),
                feedback.generation(),
                feedback.node(),
                started.startedAt(),
                timeoutAt,
                started.alone()));
    }

    private void finished(Draft draft, Fire fire, Shard shard, JobFeedback feedback, Finished finished) {
        draft.state(new AttemptEnded(
                fire.number(),
                shard.index(),
                feedback.token().orElseThrow(),
                feedback.generation(),
                feedback.node(),
                end(finished.result()),
                finished.message(),
                finished.stackTrace(),
                finished.startedAt(),
                finished.finishedAt()));
        switch (finished.result()) {
            case SUCCESS -> end(draft, fire, shard, FireEnd.SUCCEEDED, "", finished.message());
            case FAILED -> end(draft, fire, shard, FireEnd.FAILED, "the runner said so", finished.message());
            case LATER, EXCEPTION -> retry(draft, fire, shard, finished.result().name(), finished.message());
        }
    }

    private static AttemptEnd end(Result result) {
        return switch (result) {
            case SUCCESS -> AttemptEnd.SUCCESS;
            case FAILED -> AttemptEnd.FAILED;
            case LATER -> AttemptEnd.LATER;
            case EXCEPTION -> AttemptEnd.EXCEPTION;
        };
    }

    private void notStarted(Draft draft, Fire fire, Shard shard, JobFeedback feedback, NotStarted notStarted) {
        if (shard.state() == ShardState.RUNNING) {
            ignore(
                    draft,
                    feedback,
                    "the attempt is running on " + shard.attempt().orElseThrow().node());
            return;
        }
        ending.endAttempt(draft, fire, shard, AttemptEnd.NOT_STARTED, notStarted.reason());
        again(draft, fire, shard, "handed back");
    }

    private void doubted(Draft draft, Fire fire, Shard shard, JobFeedback feedback, AttemptDoubted doubted) {
        Attempt attempt = shard.attempt().orElseThrow();
        if (feedback.generation() != attempt.generation() || !endable(shard, doubted.reason())) {
            ignore(draft, feedback, "the attempt has moved on since it was doubted");
            return;
        }
        String reason = doubted.reason().name();
        switch (doubted.reason()) {
            case RUN_TIMEOUT, ATTEMPT_TIMEOUT -> {
                ending.endAttempt(draft, fire, shard, AttemptEnd.TIMED_OUT, reason);
                retry(draft, fire, shard, reason, "");
            }
            case EXPIRED -> {
                ending.endAttempt(draft, fire, shard, AttemptEnd.EXPIRED, reason);
                String late = "not started by "
                        + fire.expiresAt().map(Object::toString).orElse("its expiry");
                end(draft, fire, shard, FireEnd.EXPIRED, late, "");
            }
            case UNSEEN -> {
                ending.endAttempt(draft, fire, shard, AttemptEnd.NOT_STARTED, reason);
                again(draft, fire, shard, "no executor saw it");
            }
            case NODE_LOST -> {
                ending.endAttempt(draft, fire, shard, AttemptEnd.LOST, reason);
                lost(draft, fire, shard, shard.lost() + 1, attempt);
            }
        }
    }

    /** Whether an attempt in this state can be ended for that reason. */
    static boolean endable(Shard shard, DoubtReason reason) {
        return switch (reason) {
            case RUN_TIMEOUT, NODE_LOST -> shard.state() == ShardState.RUNNING;
            case ATTEMPT_TIMEOUT, EXPIRED, UNSEEN -> shard.state() == ShardState.QUEUED;
        };
    }

    private void lost(Draft draft, Fire fire, Shard shard, int lost, Attempt attempt) {
        if (settings.losses().ends(lost, attempt.alone())) {
            end(draft, fire, shard, FireEnd.FAILED, lostTooOften(lost, attempt.node()), "");
        } else {
            again(draft, fire, shard, "node " + attempt.node() + " was lost");
        }
    }

    private static String lostTooOften(int lost, String node) {
        return "node lost: " + lost + " runs ended with their nodes, the last on " + node;
    }

    /** Puts a shard back into the queue, unless nothing new may start. */
    private void again(Draft draft, Fire fire, Shard shard, String reason) {
        if (!endedInstead(draft, fire, shard, "")) {
            draft.state(new ShardReadied(fire.number(), shard.index(), reason));
        }
    }

    private void retry(Draft draft, Fire fire, Shard shard, String cause, String message) {
        RetryPolicy policy = draft.definitionOf(fire).retry();
        if (shard.retries() >= policy.maxRetries()) {
            String reason = cause + " after " + shard.retries() + " retries";
            end(draft, fire, shard, FireEnd.FAILED, reason, message);
        } else if (!endedInstead(draft, fire, shard, message)) {
            int retry = shard.retries() + 1;
            Instant retryAt = draft.now().plus(Backoff.delay(policy, retry));
            draft.state(new RetryScheduled(fire.number(), shard.index(), retry, retryAt));
            opening.afterEnd(draft);
        }
    }

    /** A cancelled job and a replaced definition start nothing new: the shard ends. */
    private boolean endedInstead(Draft draft, Fire fire, Shard shard, String message) {
        if (draft.job().standing() == Standing.CANCELLING) {
            end(draft, fire, shard, FireEnd.CANCELLED, "the job was cancelled", message);
            return true;
        }
        if (fire.version() < draft.job().fencedBelow()) {
            end(draft, fire, shard, FireEnd.REPLACED, "its definition was replaced", message);
            return true;
        }
        return false;
    }

    private void end(Draft draft, Fire fire, Shard shard, FireEnd end, String reason, String message) {
        ending.endShard(draft, fire.number(), shard.index(), end, reason, message);
        opening.afterEnd(draft);
    }

    private static void ignore(Draft draft, JobFeedback feedback, String reason) {
        draft.state(new ReportIgnored(
                feedback.fire(),
                feedback.shard(),
                feedback.token(),
                feedback.generation(),
                feedback.node(),
                feedback.body().getClass().getSimpleName(),
                reason));
    }
}
