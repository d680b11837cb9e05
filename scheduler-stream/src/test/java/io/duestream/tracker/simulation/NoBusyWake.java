package io.duestream.tracker.simulation;

import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.StoredJob;
import java.time.Instant;
import java.util.Optional;

/** A job that wakes does something, and does not wake again and again at the same time. */
final class NoBusyWake implements Invariant {
    /** A decision opens 16 fires; far more wakes at one time than it takes to open all that can be missed. */
    private static final int MOST = 1000;

    private record Wakes(Instant at, int count) {}

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
        Wakes known = wakes.get(key, new Wakes(step.now(), 0));
        Wakes now = new Wakes(step.now(), known.at().equals(step.now()) ? known.count() + 1 : 1);
        if (now.count() > MOST) {
            findings.add(getClass(), step.key(), "woke " + now.count() + " times at " + step.now());
        }
        wakes.put(key, now);
    }
}
