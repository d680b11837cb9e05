package io.duestream.tracker.core;

import io.duestream.record.event.FiresSkipped;
import io.duestream.record.event.SkipReason;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;

/** Walks the due times of a job that have passed, and skips runs of them as one event. Bounded for each decision. */
final class Occurrences {
    private final Draft draft;
    private final NextFire nextFire;

    Occurrences(Draft draft, NextFire nextFire) {
        this.draft = draft;
        this.nextFire = nextFire;
    }

    /** Skips the due times from the next one on that have passed and match. Whether there were any. */
    boolean skipWhile(SkipReason reason, Predicate<Instant> matches) {
        Instant first = draft.job().schedule().nextDue().orElse(null);
        Instant last = null;
        Instant due = first;
        long count = 0;
        while (due != null && !due.isAfter(draft.now()) && matches.test(due) && !draft.exhausted()) {
            last = due;
            count++;
            due = next(due);
        }
        return state(reason, first, last, count, due);
    }

    /** Skips all due times that have passed but the last. Whether there were any. */
    boolean skipAllButLast(SkipReason reason) {
        return skipAllButLast(reason, 1);
    }

    /** Skips all due times that have passed but the last {@code kept}. Whether there were any. */
    boolean skipAllButLast(SkipReason reason, int kept) {
        Instant first = draft.job().schedule().nextDue().orElse(null);
        Deque<Instant> latest = new ArrayDeque<>(Math.min(kept, 1024));
        Instant last = null;
        long count = 0;
        for (Instant due = first; due != null && !due.isAfter(draft.now()) && !draft.exhausted(); due = next(due)) {
            latest.addLast(due);
            if (latest.size() > kept) {
                last = latest.removeFirst();
                count++;
            }
        }
        return count > 0 && state(reason, first, last, count, latest.getFirst());
    }

    private boolean state(SkipReason reason, Instant first, Instant last, long count, Instant next) {
        if (count == 0) {
            return false;
        }
        draft.state(new FiresSkipped(reason, first, last, count, Optional.ofNullable(next)));
        return true;
    }

    private Instant next(Instant due) {
        draft.evaluate();
        Job job = draft.job();
        Schedule schedule = job.schedule();
        return nextFire.after(job.definition().trigger(), schedule.anchor(), due, schedule.scheduled())
                .orElse(null);
    }
}
