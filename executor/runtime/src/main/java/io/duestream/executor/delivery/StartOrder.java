package io.duestream.executor.delivery;

import java.util.Optional;

/** Chooses what starts next of what was delivered. Not thread-safe. */
final class StartOrder {
    private final PartitionQueues queues;
    private final Probation probation = new Probation();
    private final Solitude solitude = new Solitude();

    StartOrder(PartitionQueues queues) {
        this.queues = queues;
    }

    /** A partition was assigned whose last owner may have begun what comes of it. */
    void assigned() {
        probation.begin();
    }

    /** Takes out what starts now; empty if nothing may. */
    Optional<Delivery> next(long now) {
        solitude.look(
                queues.first(delivery -> delivery.asksToBeAlone().isPresent()),
                queues.first(delivery -> delivery.asksToBeAlone().isEmpty()).isPresent(),
                now);
        Optional<Delivery> next =
                queues.next(delivery -> solitude.admits(delivery, now) && probation.admits(delivery, now));
        next.ifPresent(delivery -> {
            probation.started(delivery, now);
            solitude.started(delivery, now);
        });
        return next;
    }

    /** How long until something may start at the latest, though nothing ends, in nanoseconds; 0 if that is not known. */
    long left(long now) {
        if (queues.size() == 0) {
            return 0;
        }
        long one = probation.left(now);
        long other = solitude.left(now);
        return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
    }

    /** Whether a delivery has to be committed before it runs: it may be what ends its process. */
    boolean commitFirst(Delivery delivery) {
        return delivery.asksToBeAlone().isPresent() || probation.contains(delivery);
    }

    /** A delivery has ended; whether others may start because of that. */
    boolean ended(Delivery delivery, long now) {
        boolean next = probation.ended(delivery);
        return solitude.ended(delivery, now) || next;
    }

    /** What is alone. */
    Solitude solitude() {
        return solitude;
    }
}
