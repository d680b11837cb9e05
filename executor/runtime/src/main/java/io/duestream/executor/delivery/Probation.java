package io.duestream.executor.delivery;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * Lets what an earlier owner may have started begin one after the other: the next one when the one before has ended, or has
 * run for a while. Of a partition that killed its owner the one that did it then begins alone, and takes nobody with it when
 * it does it again. For a short time after an assignment only, so that long runs are not kept from filling the node.
 *
 * <p>Not thread-safe.
 */
final class Probation {
    private static final long ALONE_NANOS = Duration.ofMillis(500).toNanos();
    private static final long MOST_NANOS = Duration.ofSeconds(2).toNanos();

    private boolean over = true;
    private boolean begun;
    private long begunAt;
    private Optional<Delivery> alone = Optional.empty();
    private final Set<Delivery> held = Collections.newSetFromMap(new IdentityHashMap<>());
    private long aloneSince;

    /** A partition was assigned: what killed its last owner may be in it. */
    void begin() {
        over = false;
        begun = false;
    }

    /** Whether a delivery may start. */
    boolean admits(Delivery delivery, long now) {
        return !delivery.confirmFirst() || left(now) <= 0;
    }

    /** How long until any other may start at the latest, in nanoseconds; 0 if each may now. */
    long left(long now) {
        if (begun && now - begunAt >= MOST_NANOS) {
            over = true;
        }
        if (over || alone.isEmpty()) {
            return 0;
        }
        long aloneLeft = ALONE_NANOS - (now - aloneSince);
        return Math.max(0, begun ? Math.min(aloneLeft, MOST_NANOS - (now - begunAt)) : aloneLeft);
    }

    /** A delivery starts. */
    void started(Delivery delivery, long now) {
        if (!over && delivery.confirmFirst()) {
            begunAt = begun ? begunAt : now;
            begun = true;
            alone = Optional.of(delivery);
            held.add(delivery);
            aloneSince = now;
        }
    }

    /** Whether a delivery started in this way and has not ended. */
    boolean contains(Delivery delivery) {
        return held.contains(delivery);
    }

    /** A delivery has ended; whether others may start because of that. */
    boolean ended(Delivery delivery) {
        held.remove(delivery);
        boolean frees = alone.filter(one -> one == delivery).isPresent();
        if (frees) {
            alone = Optional.empty();
        }
        return frees;
    }
}
