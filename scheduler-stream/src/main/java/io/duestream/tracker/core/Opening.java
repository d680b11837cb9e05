package io.duestream.tracker.core;

import static io.duestream.tracker.core.CoreSettings.MAX_OPEN_FIRES;
import static io.duestream.tracker.core.CoreSettings.MAX_OPEN_SHARDS;

import io.duestream.job.Cron;
import io.duestream.job.FirePolicy;
import io.duestream.job.JobDefinition;
import io.duestream.job.MisfirePolicy;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Repeat;
import io.duestream.job.Trigger;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.FireReleased;
import io.duestream.record.event.SkipReason;
import java.time.Instant;
import java.util.Optional;

/**
 * Opens the fires whose time has come. The overlap policy says what a due time does while a fire is open, the misfire
 * policy which of the missed due times still count. A fire is judged once, when it is opened.
 */
final class Opening {
    private final Misfires misfires;
    private final NextFire nextFire;
    private final Ending ending;

    Opening(CoreSettings settings, NextFire nextFire, Ending ending) {
        this.misfires = new Misfires(settings);
        this.nextFire = nextFire;
        this.ending = ending;
    }

    /**
     * Whether the next due time has to wait until an open fire ends. Only then does the job sleep past a due time; in all
     * other cases a due time that cannot become a fire is skipped, with its reason.
     */
    static boolean mustWait(Job job) {
        if (job.fenced()) {
            return true;
        }
        FirePolicy firing = job.definition().firing();
        return switch (firing.overlap()) {
            case WAIT -> !job.fires().stream().allMatch(Fire::onlyBackingOff);
            case ALLOW -> firing.misfire() == MisfirePolicy.CATCH_UP && full(job);
            case SKIP, QUEUE_ONE, CANCEL_RUNNING -> false;
        };
    }

    /** Whether the job has as many fires open as it may. */
    static boolean full(Job job) {
        int shards = job.fires().stream().mapToInt(fire -> fire.shards().size()).sum();
        boolean fits = shards + job.definition().shards() <= MAX_OPEN_SHARDS;
        return job.fires().size() >= MAX_OPEN_FIRES || !fits;
    }

    static boolean anyHeld(Job job) {
        return job.fires().stream().anyMatch(Fire::held);
    }

    /** Opens, or skips with a reason, what has come due, within the bounds of one decision. */
    void openDue(Draft draft) {
        Occurrences occurrences = new Occurrences(draft, nextFire);
        boolean judged = false;
        boolean collapsed = false;
        while (!draft.exhausted()) {
            Optional<Instant> due = dueNow(draft);
            if (due.isEmpty()) {
                return;
            }
            Optional<SkipReason> blocked = blocked(draft.job());
            if (blocked.isPresent()) {
                occurrences.skipWhile(blocked.get(), each -> true);
            } else if (!judged && misfires.skip(draft, occurrences, due.get())) {
                collapsed = draft.job().definition().firing().misfire() == MisfirePolicy.FIRE_ONCE;
            } else if (!onlyLastLives(draft) || !occurrences.skipAllButLast(SkipReason.OVERLAP)) {
                // Due times only get later: what counts for this one counts for the others.
                judged = true;
                makeRoom(draft, due.get());
                open(draft, due.get(), collapsed || misfires.late(draft, due.get()));
                collapsed = false;
            }
        }
    }

    private static Optional<Instant> dueNow(Draft draft) {
        Job job = draft.job();
        return job.standing() == Standing.ACTIVE && !mustWait(job)
                ? job.schedule().nextDue().filter(due -> !due.isAfter(draft.now()))
                : Optional.empty();
    }

    /** Why no due time can become a fire while the open fires are as they are. */
    private static Optional<SkipReason> blocked(Job job) {
        if (job.fires().isEmpty()) {
            return Optional.empty();
        }
        return switch (job.definition().firing().overlap()) {
            case SKIP -> Optional.of(SkipReason.OVERLAP);
            case QUEUE_ONE -> anyHeld(job) ? Optional.of(SkipReason.OVERLAP) : tooMany(job);
            case ALLOW -> tooMany(job);
            case WAIT, CANCEL_RUNNING -> Optional.empty();
        };
    }

    private static Optional<SkipReason> tooMany(Job job) {
        return full(job) ? Optional.of(SkipReason.OPEN_LIMIT) : Optional.empty();
    }

    private static boolean onlyLastLives(Draft draft) {
        return draft.job().definition().firing().overlap() == OverlapPolicy.CANCEL_RUNNING;
    }

    private void makeRoom(Draft draft, Instant due) {
        switch (draft.job().definition().firing().overlap()) {
            case WAIT -> ending.giveUpRetries(draft);
            case CANCEL_RUNNING -> ending.cancelOpenFires(draft, "the next fire came due at " + due);
            case SKIP, QUEUE_ONE, ALLOW -> {}
        }
    }

    private void open(Draft draft, Instant due, boolean misfired) {
        Job job = draft.job();
        JobDefinition definition = job.definition();
        boolean held = definition.firing().overlap() == OverlapPolicy.QUEUE_ONE
                && !job.fires().isEmpty();
        Optional<Instant> next = nextFire.after(
                definition.trigger(),
                job.schedule().anchor(),
                due,
                job.schedule().scheduled() + 1);
        draft.state(new FireOpened(
                job.schedule().fires() + 1,
                FireKind.SCHEDULED,
                due,
                draft.now(),
                misfired,
                held,
                job.current().number(),
                definition.priority(),
                definition.shards(),
                definition.limits().expiry().map(due::plus),
                next));
    }

    /**
     * What the end of an attempt lets happen: held fires go, and due times that passed under WAIT are coalesced, so that
     * the next one is computed from now.
     */
    void afterEnd(Draft draft) {
        releaseHeld(draft);
        Job job = draft.job();
        FirePolicy firing = job.definition().firing();
        boolean coalesce = firing.overlap() == OverlapPolicy.WAIT
                && firing.misfire() != MisfirePolicy.CATCH_UP
                && recurs(job.definition().trigger());
        if (coalesce && dueNow(draft).isPresent()) {
            new Occurrences(draft, nextFire).skipWhile(SkipReason.COALESCED, each -> true);
        }
        openDue(draft);
    }

    private static void releaseHeld(Draft draft) {
        for (Fire fire : draft.job().fires()) {
            if (fire.held() && !keepsHeld(draft.job())) {
                draft.state(new FireReleased(fire.number()));
            }
        }
    }

    private static boolean keepsHeld(Job job) {
        boolean sideBySide = job.definition().firing().overlap() == OverlapPolicy.ALLOW;
        return sideBySide ? job.fenced() : job.fires().stream().anyMatch(fire -> !fire.held());
    }

    /** A single due time is never coalesced: no later one would stand for it. */
    private static boolean recurs(Trigger trigger) {
        return trigger instanceof Cron || trigger instanceof Repeat;
    }
}
