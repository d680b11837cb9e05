package io.duestream.tracker.core;

import static io.duestream.tracker.core.CoreSettings.MAX_FIRES_A_DECISION;
import static io.duestream.tracker.core.CoreSettings.MAX_OPEN_FIRES;

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
import io.duestream.record.event.TriggerSkipped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Opens the fires whose time has come. First the misfire policy says which of the missed due times still count, then the
 * overlap policy says what a due time does while a fire is open. A fire is judged once, when it is opened.
 */
final class Opening {
    private final CoreSettings settings;
    private final NextFire nextFire;
    private final Ending ending;

    Opening(CoreSettings settings, NextFire nextFire, Ending ending) {
        this.settings = settings;
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
        if (job.fires().isEmpty()) {
            return false;
        }
        FirePolicy firing = job.definition().firing();
        return switch (firing.overlap()) {
            case WAIT -> !job.fires().stream().allMatch(Fire::onlyBackingOff);
            case ALLOW ->
                firing.misfire() == MisfirePolicy.CATCH_UP && job.fires().size() >= MAX_OPEN_FIRES;
            case SKIP, QUEUE_ONE, CANCEL_RUNNING -> false;
        };
    }

    /** Opens, or skips with a reason, what has come due, within the bounds of one decision. */
    void openDue(Draft draft) {
        Occurrences occurrences = new Occurrences(draft, nextFire);
        boolean collapsed = false;
        for (int opened = 0; opened < MAX_FIRES_A_DECISION; ) {
            Optional<Instant> due = dueNow(draft);
            if (due.isEmpty() || occurrences.exhausted()) {
                return;
            }
            Step step = misfire(draft, occurrences, due.get(), collapsed);
            if (step == Step.NEXT) {
                collapsed = draft.job().definition().firing().misfire() == MisfirePolicy.FIRE_ONCE;
                continue;
            }
            step = overlap(draft, occurrences, due.get());
            if (step == Step.STOP) {
                return;
            }
            if (step == Step.OPEN || step == Step.HOLD) {
                open(draft, due.get(), collapsed || late(draft, due.get()), step == Step.HOLD);
                opened++;
            }
            collapsed = false;
        }
    }

    private enum Step {
        OPEN,
        HOLD,
        NEXT,
        STOP
    }

    private static Optional<Instant> dueNow(Draft draft) {
        Job job = draft.job();
        return job.standing() == Standing.ACTIVE && !mustWait(job)
                ? job.schedule().nextDue().filter(due -> !due.isAfter(draft.now()))
                : Optional.empty();
    }

    private boolean late(Draft draft, Instant due) {
        return Duration.between(due, draft.now()).compareTo(settings.misfireThreshold()) > 0;
    }

    /** NEXT if due times were skipped, so that another is next; OPEN if this one counts. */
    private Step misfire(Draft draft, Occurrences occurrences, Instant due, boolean collapsed) {
        if (collapsed || !late(draft, due)) {
            return Step.OPEN;
        }
        FirePolicy firing = draft.job().definition().firing();
        return switch (firing.misfire()) {
            case FIRE_ONCE -> occurrences.skipAllButLast(SkipReason.COLLAPSED) ? Step.NEXT : Step.OPEN;
            case SKIP -> {
                occurrences.skipWhile(SkipReason.MISFIRE, each -> late(draft, each));
                yield Step.NEXT;
            }
            case CATCH_UP -> {
                Instant oldest = draft.now().minus(firing.catchUpWindow());
                boolean skipped = due.isBefore(oldest)
                        ? occurrences.skipWhile(SkipReason.CATCH_UP_WINDOW, each -> each.isBefore(oldest))
                        : occurrences.skipAllButLast(SkipReason.CATCH_UP_CAP, firing.catchUpCap());
                yield skipped ? Step.NEXT : Step.OPEN;
            }
        };
    }

    private Step overlap(Draft draft, Occurrences occurrences, Instant due) {
        Job job = draft.job();
        if (job.fires().isEmpty()) {
            return Step.OPEN;
        }
        FirePolicy firing = job.definition().firing();
        return switch (firing.overlap()) {
            case WAIT -> {
                ending.giveUpRetries(draft);
                yield draft.alive() && draft.job().fires().isEmpty() ? Step.OPEN : Step.STOP;
            }
            case SKIP -> skipAll(occurrences, SkipReason.OVERLAP);
            case QUEUE_ONE ->
                job.fires().stream().anyMatch(Fire::held) ? skipAll(occurrences, SkipReason.OVERLAP) : Step.HOLD;
            case ALLOW -> job.fires().size() < MAX_OPEN_FIRES ? Step.OPEN : skipAll(occurrences, SkipReason.OPEN_LIMIT);
            case CANCEL_RUNNING -> {
                if (occurrences.skipAllButLast(SkipReason.OVERLAP)) {
                    yield Step.NEXT;
                }
                ending.cancelOpenFires(draft, "the next fire came due at " + due);
                yield Step.OPEN;
            }
        };
    }

    private static Step skipAll(Occurrences occurrences, SkipReason reason) {
        occurrences.skipWhile(reason, each -> true);
        return Step.NEXT;
    }

    private void open(Draft draft, Instant due, boolean misfired, boolean held) {
        Job job = draft.job();
        JobDefinition definition = job.definition();
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

    /** Opens a fire because an operator asked for one; it obeys the overlap policy and is not counted by a repeat. */
    void openTriggered(Draft draft) {
        Job job = draft.job();
        OverlapPolicy overlap = job.definition().firing().overlap();
        boolean busy = !job.fires().isEmpty();
        boolean held = busy && (overlap == OverlapPolicy.WAIT || overlap == OverlapPolicy.QUEUE_ONE || job.fenced());
        if (busy && (overlap == OverlapPolicy.SKIP || overlap == OverlapPolicy.QUEUE_ONE && anyHeld(job))) {
            draft.state(new TriggerSkipped(SkipReason.OVERLAP));
        } else if (job.fires().size() >= MAX_OPEN_FIRES && overlap != OverlapPolicy.CANCEL_RUNNING) {
            draft.state(new TriggerSkipped(SkipReason.OPEN_LIMIT));
        } else {
            if (busy && overlap == OverlapPolicy.CANCEL_RUNNING) {
                ending.cancelOpenFires(draft, "a fire was triggered by hand");
                held = false;
            }
            stateTriggered(draft, held);
        }
    }

    private static boolean anyHeld(Job job) {
        return job.fires().stream().anyMatch(Fire::held);
    }

    private static void stateTriggered(Draft draft, boolean held) {
        Job job = draft.job();
        JobDefinition definition = job.definition();
        draft.state(new FireOpened(
                job.schedule().fires() + 1,
                FireKind.TRIGGERED,
                draft.now(),
                draft.now(),
                false,
                held,
                job.current().number(),
                definition.priority(),
                definition.shards(),
                definition.limits().expiry().map(draft.now()::plus),
                job.schedule().nextDue()));
    }

    /** What the end of a fire lets happen: a held fire goes, and due times that passed under WAIT are coalesced. */
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
        Job job = draft.job();
        boolean sideBySide = job.definition().firing().overlap() == OverlapPolicy.ALLOW;
        boolean blocked = sideBySide ? job.fenced() : job.fires().stream().anyMatch(fire -> !fire.held());
        Optional<Fire> held = job.fires().stream().filter(Fire::held).findFirst();
        if (!blocked && held.isPresent()) {
            draft.state(new FireReleased(held.get().number()));
        }
    }

    /** A single due time is never coalesced: no later one would stand for it. */
    private static boolean recurs(Trigger trigger) {
        return trigger instanceof Cron || trigger instanceof Repeat;
    }
}
