package io.duestream.audit.verify;

import io.duestream.job.Lease;
import java.time.Instant;
import java.util.Optional;

/** A shard of an open fire. */
final class OpenShard {
    /** Where a shard stands; ADRIFT is what lies between the end of an attempt and what follows from it. */
    enum State {
        WAITING,
        OUT,
        ADRIFT,
        BACKING_OFF,
        ENDED
    }

    private State state = State.WAITING;
    private int attempts;
    private Lease lease;
    private Instant retryAt;

    State state() {
        return state;
    }

    int attempts() {
        return attempts;
    }

    /** The lease of the attempt that is out. */
    Optional<Lease> lease() {
        return Optional.ofNullable(lease);
    }

    /** When it is tried again, while it backs off. */
    Instant retryAt() {
        return retryAt;
    }

    void restore(State at, int handedOut, Lease out, Instant retry) {
        state = at;
        attempts = handedOut;
        lease = out;
        retryAt = retry;
    }

    void dispatched(int attempt, Lease out) {
        restore(State.OUT, attempt, out, null);
    }

    void started(Lease out) {
        lease = out;
    }

    void attemptEnded() {
        restore(State.ADRIFT, attempts, null, null);
    }

    void backsOff(Instant until) {
        restore(State.BACKING_OFF, attempts, null, until);
    }

    void waits() {
        restore(State.WAITING, attempts, null, null);
    }

    void ended() {
        restore(State.ENDED, attempts, null, null);
    }
}
