package io.duestream.tracker.core;

import io.duestream.job.Token;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.ShardReadied;
import io.duestream.record.report.DoubtReason;
import java.time.Instant;
import java.util.Optional;

/** What a job does when its wake time has come: fires, retries, expiries, doubts. */
final class Timing {
    private final CoreSettings settings;
    private final Opening opening;
    private final Ending ending;

    Timing(CoreSettings settings, Opening opening, Ending ending) {
        this.settings = settings;
        this.opening = opening;
        this.ending = ending;
    }

    void due(Draft draft) {
        if (nextFireComesFirst(draft)) {
            opening.openDue(draft);
        }
        boolean waited = Opening.mustWait(draft.job());
        int open = draft.job().fires().size();
        for (Fire fire : draft.job().fires()) {
            for (Shard shard : fire.shards()) {
                due(draft, fire, shard);
            }
        }
        boolean freed = waited && !Opening.mustWait(draft.job());
        if (freed || draft.job().fires().size() < open) {
            opening.afterEnd(draft);
        } else {
            opening.openDue(draft);
        }
    }

    /**
     * Under WAIT a retry makes way for the next fire only if that fire is due no later than the retry; under
     * CANCEL_RUNNING nothing has to be done any more for a fire that is about to be cancelled.
     */
    private static boolean nextFireComesFirst(Draft draft) {
        Job job = draft.job();
        Optional<Instant> next = job.schedule().nextDue();
        return switch (job.definition().firing().overlap()) {
            case CANCEL_RUNNING -> true;
            case WAIT ->
                next.isPresent()
                        && job.fires().stream()
                                .flatMap(fire -> fire.shards().stream())
                                .flatMap(shard -> shard.retryAt().stream())
                                .noneMatch(retry -> retry.isBefore(next.get()));
            case SKIP, QUEUE_ONE, ALLOW -> false;
        };
    }

    private void due(Draft draft, Fire fire, Shard shard) {
        switch (shard.state()) {
            case BACKING_OFF -> {
                boolean now =
                        shard.retryAt().filter(at -> !at.isAfter(draft.now())).isPresent();
                if (now && !Wake.retryHeld(draft.job(), fire)) {
                    draft.state(new ShardReadied(fire.number(), shard.index(), "retry " + shard.retries()));
                }
            }
            case WAITING -> {
                if (expired(draft, fire, shard)) {
                    expire(draft, fire, shard);
                }
            }
            case QUEUED, RUNNING -> doubtIfOverdue(draft, fire, shard);
            case ENDED -> {}
        }
    }

    /** A waiting shard that finds room is handed out, unless it is too late for it: then it ends. */
    void admit(Draft draft, Fire fire, Shard shard, int partition) {
        if (expired(draft, fire, shard)) {
            expire(draft, fire, shard);
            opening.afterEnd(draft);
            return;
        }
        Job job = draft.job();
        draft.state(new AttemptDispatched(
                fire.number(),
                shard.index(),
                shard.attempts() + 1,
                new Token(job.id().offset(), job.attempts() + 1),
                partition,
                draft.now(),
                draft.now().plus(settings.startWithin()),
                job.definitionOf(fire).limits().attemptTimeout().map(draft.now()::plus)));
    }

    private void expire(Draft draft, Fire fire, Shard shard) {
        String reason = "not started by " + fire.expiresAt().orElseThrow();
        ending.endShard(draft, fire.number(), shard.index(), FireEnd.EXPIRED, reason, "");
    }

    private static boolean expired(Draft draft, Fire fire, Shard shard) {
        return !shard.started()
                && fire.expiresAt().filter(at -> !at.isAfter(draft.now())).isPresent();
    }

    /** An attempt that is out is never ended by a timer: the log is asked, where its result may already stand. */
    private void doubtIfOverdue(Draft draft, Fire fire, Shard shard) {
        Attempt attempt = shard.attempt().orElseThrow();
        if (attempt.doubtedAt(draft.now())) {
            return;
        }
        boolean overdue =
                attempt.timeoutAt().filter(at -> !at.isAfter(draft.now())).isPresent();
        if (overdue) {
            boolean running = shard.state() == ShardState.RUNNING;
            doubt(draft, fire, shard, running ? DoubtReason.RUN_TIMEOUT : DoubtReason.ATTEMPT_TIMEOUT);
        } else if (expired(draft, fire, shard)) {
            doubt(draft, fire, shard, DoubtReason.EXPIRED);
        } else if (attempt.doubtReason().isPresent()) {
            doubt(draft, fire, shard, attempt.doubtReason().get());
        }
    }

    void suspect(Draft draft, Input.Suspected input) {
        Job job = draft.job();
        Optional<Shard> shard = job.shard(input.fire(), input.shard());
        Optional<Attempt> attempt = shard.flatMap(Shard::attempt)
                .filter(out -> out.token().equals(input.token()))
                .filter(out -> !out.doubtedAt(draft.now()));
        if (attempt.isPresent() && Reporting.endable(shard.get(), input.reason())) {
            doubt(draft, job.fire(input.fire()), shard.get(), input.reason());
        }
    }

    private void doubt(Draft draft, Fire fire, Shard shard, DoubtReason reason) {
        Attempt attempt = shard.attempt().orElseThrow();
        draft.state(new AttemptDoubtSent(
                fire.number(),
                shard.index(),
                attempt.token(),
                attempt.generation(),
                reason,
                draft.now().plus(settings.doubtAgainAfter())));
    }
}
