package io.duestream.tracker.simulation;

import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.StoredJob;
import java.time.Instant;
import java.util.Optional;

/** A job that wakes does something, and does not wake again and again at the same time unless that brings its trigger on. */
final class NoBusyWake implements Invariant {
    private static final int MOST = 32;

    private record Wakes(Instant at, Optional<Instant> next, int count) {}

    private final Rows<Key, Wakes> wakes;

    NoBusyWake(Undo undo) {
        this.wakes = new Rows<>(undo);
    }

    @Override
    public void decided(Decided step, Findings findings) {
        if (!(step.input() instanceof Input.Due)) {
            return;
        }
        Optional<Instant> again = step.after().flatMap(StoredJob::wakeAt).filter(at -> !at.isAfter(step.now()));
        boolean changed = !step.jobBefore().equals(step.jobAfter());
        if (again.isPresent() && !changed) {
            findings.add(
                    getClass(), step.key(), "wakes at " + step.now() + " for nothing, and again at " + again.get());
        }
        Key key = Key.of(step.key());
        Optional<Instant> next = step.jobAfter().flatMap(job -> job.schedule().nextDue());
        Wakes known = wakes.get(key, new Wakes(step.now(), next, 0));
        boolean same = known.at().equals(step.now()) && known.next().equals(next);
        Wakes now = new Wakes(step.now(), next, same ? known.count() + 1 : 1);
        if (now.count() > MOST) {
            findings.add(getClass(), step.key(), "woke " + now.count() + " times at " + step.now());
        }
        wakes.put(key, now);
    }
}
