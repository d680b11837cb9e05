package io.duestream.tracker.simulation;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobKey;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Token;
import io.duestream.record.JobFeedback;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FiresSkipped;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.ReportIgnored;
import io.duestream.record.event.RetryScheduled;
import io.duestream.record.report.AttemptDoubted;
import io.duestream.record.report.DoubtReason;
import io.duestream.tracker.core.Attempt;
import io.duestream.tracker.core.Decision;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.core.ShardState;
import io.duestream.tracker.core.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** How decisions and events go wrong. */
final class Mistakes {
    private Mistakes() {}

    static Input changed(Optional<Job> before, Input input, Changed change) {
        if (!(input instanceof Input.FeedbackReceived received) || before.isEmpty()) {
            return input;
        }
        JobFeedback feedback = received.feedback();
        Optional<Attempt> held =
                before.get().shard(feedback.fire(), feedback.shard()).flatMap(Shard::attempt);
        return held.<Input>map(out -> new Input.FeedbackReceived(change.of(feedback, before.get(), out)))
                .orElse(input);
    }

    interface Changed {
        JobFeedback of(JobFeedback feedback, Job job, Attempt held);
    }

    static JobFeedback withHeldGeneration(JobFeedback from, Job job, Attempt held) {
        return from.generation() >= held.generation()
                ? from
                : copy(
                        from,
                        job,
                        from.token().orElseThrow(),
                        held.generation(),
                        from.jobId().equals(Optional.of(job.id())));
    }

    static JobFeedback withHeldToken(JobFeedback from, Job job, Attempt held) {
        return copy(from, job, held.token(), from.generation(), true);
    }

    static JobFeedback copy(JobFeedback from, Job job, Token token, int generation, boolean sameJob) {
        return new JobFeedback(
                from.group(),
                from.taskId(),
                sameJob ? Optional.of(job.id()) : from.jobId(),
                from.fire(),
                from.shard(),
                Optional.of(token),
                generation,
                from.node(),
                from.forwardedFrom(),
                from.body());
    }

    static Decision rewritten(Optional<Job> before, Decision decision, Function<JobEvent, JobEvent> change) {
        return Mutant.folded(before, decision.events().stream().map(change).toList());
    }

    static JobEvent withoutAccepted(JobEvent event) {
        return event instanceof AttemptDispatched e
                ? new AttemptDispatched(
                        e.fire(),
                        e.shard(),
                        e.attempt(),
                        new Token(1, e.token().attempts()),
                        e.partition(),
                        e.dispatchedAt(),
                        e.startBy(),
                        e.timeoutAt())
                : event;
    }

    static Decision forgetRetries(Rules sound, JobKey key, Optional<Job> before, Input input, Instant now) {
        Optional<Job> forgetful = before.map(job -> withFires(
                job, job.fires().stream().map(Mistakes::withoutRetries).toList(), job.attempts()));
        return Mutant.folded(before, sound.decide(key, forgetful, input, now).events());
    }

    static Fire withoutRetries(Fire fire) {
        return with(fire, shard -> copy(shard, 0, 0, shard.attempt()));
    }

    static Decision forgetLost(Rules sound, JobKey key, Optional<Job> before, Input input, Instant now) {
        Optional<Job> forgetful = before.map(job -> withFires(
                job,
                job.fires().stream()
                        .map(fire -> with(fire, shard -> copy(shard, shard.retries(), 0, shard.attempt())))
                        .toList(),
                job.attempts()));
        return Mutant.folded(before, sound.decide(key, forgetful, input, now).events());
    }

    /** Decides as if each run had been alone. */
    static Decision blameEverybody(Rules sound, JobKey key, Optional<Job> before, Input input, Instant now) {
        Optional<Job> accused = before.map(job -> withFires(
                job,
                job.fires().stream()
                        .map(fire -> with(
                                fire,
                                shard -> copy(
                                        shard,
                                        shard.retries(),
                                        shard.lost(),
                                        shard.attempt().map(Mistakes::alone))))
                        .toList(),
                job.attempts()));
        return Mutant.folded(before, sound.decide(key, accused, input, now).events());
    }

    private static Attempt alone(Attempt out) {
        return new Attempt(
                out.token(),
                out.generation(),
                out.partition(),
                out.dispatchedAt(),
                out.startBy(),
                out.timeoutAt(),
                out.node(),
                out.startedAt(),
                out.doubtReason(),
                out.doubtUntil(),
                true);
    }

    /** A start is a start, wherever the run was before. */
    static Decision forgetTakenOver(Rules sound, JobKey key, Optional<Job> before, Input input, Instant now) {
        Decision decision = sound.decide(key, before, input, now);
        boolean started = !decision.events().isEmpty() && decision.events().get(0) instanceof AttemptStarted;
        return started ? Mutant.folded(before, decision.events().subList(0, 1)) : decision;
    }

    private static Fire with(Fire fire, UnaryOperator<Shard> change) {
        return new Fire(
                fire.number(),
                fire.kind(),
                fire.dueAt(),
                fire.openedAt(),
                fire.version(),
                fire.priority(),
                fire.held(),
                fire.expiresAt(),
                fire.shards().stream().map(change).toList());
    }

    private static Shard copy(Shard shard, int retries, int lost, Optional<Attempt> attempt) {
        return new Shard(
                shard.index(),
                shard.state(),
                shard.attempts(),
                retries,
                lost,
                shard.started(),
                attempt,
                shard.retryAt(),
                shard.end(),
                shard.endReason());
    }

    static Decision forgetDoubt(Rules sound, JobKey key, Optional<Job> before, Input input, Instant now) {
        List<JobEvent> events = sound.decide(key, before, input, now).events();
        return Mutant.folded(before, without(events, AttemptDoubtSent.class));
    }

    static Decision ignoreLostNodes(Rules sound, JobKey key, Optional<Job> before, Input input, Instant now) {
        if (input instanceof Input.FeedbackReceived received
                && received.feedback().body() instanceof AttemptDoubted doubted
                && doubted.reason() == DoubtReason.NODE_LOST) {
            JobFeedback from = received.feedback();
            JobEvent ignored = new ReportIgnored(
                    from.fire(), from.shard(), from.token(), from.generation(), from.node(), "AttemptDoubted", "");
            return new Decision(List.of(ignored), before);
        }
        return sound.decide(key, before, input, now);
    }

    static Decision countOneMore(Rules sound, JobKey key, Optional<Job> before, Input input, Instant now) {
        Decision decision = sound.decide(key, before, input, now);
        boolean much = decision.events().size() > 3;
        return new Decision(
                decision.events(),
                decision.after().map(job -> much ? withFires(job, job.fires(), job.attempts() + 1) : job));
    }

    private static Job withFires(Job job, List<Fire> fires, long attempts) {
        return with(job, job.versions(), job.fencedBelow(), attempts, fires);
    }

    private static Job with(Job job, List<Version> versions, int fencedBelow, long attempts, List<Fire> fires) {
        return new Job(
                job.id(),
                job.acceptedAt(),
                job.submissionId(),
                job.lineage(),
                job.possibleDuplicate(),
                versions,
                job.standing(),
                fencedBelow,
                job.schedule(),
                attempts,
                fires);
    }

    static List<JobEvent> without(List<JobEvent> events, Class<?> kind) {
        return events.stream().filter(event -> !kind.isInstance(event)).toList();
    }

    static List<JobEvent> twice(List<JobEvent> events) {
        List<JobEvent> twice = new ArrayList<>();
        for (JobEvent event : events) {
            twice.add(event);
            if (event instanceof FireEnded) {
                twice.add(event);
            }
        }
        return twice;
    }

    static List<JobEvent> oneSkipLess(List<JobEvent> events) {
        return events.stream()
                .map(event -> event instanceof FiresSkipped e
                        ? new FiresSkipped(e.reason(), e.firstDue(), e.lastDue(), e.count() - 1, e.nextDue())
                        : event)
                .toList();
    }

    static List<ReadyShard> waiting(Job job) {
        List<ReadyShard> waiting = new ArrayList<>();
        for (Fire fire : job.fires()) {
            for (Shard shard : fire.shards()) {
                if (shard.state() == ShardState.WAITING) {
                    waiting.add(new ReadyShard(
                            fire.priority(), fire.dueAt(), job.id().offset(), fire.number(), shard.index()));
                }
            }
        }
        return waiting;
    }

    /** Decides as if every job allowed its fires side by side. */
    static Decision forgetOverlap(Rules sound, JobKey key, Optional<Job> before, Input input, Instant now) {
        Optional<Job> forgetful = before.map(job -> {
            JobDefinition allows =
                    job.definition().toBuilder().overlap(OverlapPolicy.ALLOW).build();
            List<Version> versions = new ArrayList<>(job.versions());
            versions.set(
                    versions.size() - 1, new Version(job.current().number(), Encoded.of(allows), job.submissionId()));
            return with(job, versions, job.fencedBelow(), job.attempts(), job.fires());
        });
        return Mutant.folded(before, sound.decide(key, forgetful, input, now).events());
    }

    /** Decides as if no definition had ever been replaced. */
    static Decision forgetFence(Rules sound, JobKey key, Optional<Job> before, Input input, Instant now) {
        Optional<Job> forgetful = before.map(job -> with(job, job.versions(), 0, job.attempts(), job.fires()));
        return Mutant.folded(before, sound.decide(key, forgetful, input, now).events());
    }

    /** Ends an attempt where the log should be asked. */
    static Decision endFromTimer(Rules sound, JobKey key, Optional<Job> before, Input input, Instant now) {
        Decision decision = sound.decide(key, before, input, now);
        for (JobEvent event : decision.events()) {
            if (input instanceof Input.Due && event instanceof AttemptDoubtSent e) {
                JobEvent ended = new AttemptEnded(
                        e.fire(),
                        e.shard(),
                        e.token(),
                        e.generation(),
                        "",
                        AttemptEnd.TIMED_OUT,
                        "",
                        "",
                        Optional.empty(),
                        Optional.empty());
                return Mutant.folded(before, List.of(ended));
            }
        }
        return decision;
    }

    /** A job of which nothing is out, for a store to keep. */
    static Job withoutAttempts(Job job) {
        List<Fire> fires = job.fires().stream()
                .map(fire -> with(fire, shard -> copy(shard, shard.retries(), shard.lost(), Optional.empty())))
                .toList();
        return withFires(job, fires, job.attempts());
    }

    static JobEvent retryNow(JobEvent event) {
        return event instanceof RetryScheduled e
                ? new RetryScheduled(e.fire(), e.shard(), e.retry(), e.retryAt().minusMillis(1))
                : event;
    }
}
