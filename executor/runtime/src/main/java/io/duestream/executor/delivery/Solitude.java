package io.duestream.executor.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * Lets what asks to run alone begin when nothing else runs, and nothing begin beside it. Both only for as long as it asks for:
 * then it begins beside what still runs, and others begin beside it as soon as the brokers know that it is alone no more. What
 * was kept waiting goes first for as long as it was.
 *
 * <p>Not thread-safe.
 */
final class Solitude {
    private int running;
    private Optional<Delivery> waiting = Optional.empty();
    private long waitingSince;
    private Optional<Stay> stay = Optional.empty();
    private boolean rests;
    private long restUntil;

    /** A delivery that is alone since it was taken; it has begun when its start is reported. */
    private record Stay(Delivery delivery, long heldSince, Optional<Long> begunAt, boolean over) {}

    /**
     * Says what waits now.
     *
     * @param asking the next of those that ask to run alone
     * @param others whether there is anything else to start
     */
    void look(Optional<Delivery> asking, boolean others, long now) {
        rests = rests && others && now - restUntil < 0;
        Optional<Delivery> next = rests ? Optional.empty() : asking;
        if (next.isEmpty() || waiting.isEmpty() || waiting.get() != next.get()) {
            waitingSince = now;
        }
        waiting = next;
    }

    /** Whether a delivery may start, as far as it is about being alone. */
    boolean admits(Delivery delivery, long now) {
        if (stay.isPresent()) {
            return false;
        }
        if (delivery.asksToBeAlone().isEmpty()) {
            return waiting.isEmpty();
        }
        return waiting.filter(next -> next == delivery).isPresent() && (running == 0 || patience(now) <= 0);
    }

    /** How long until something else may start at the latest, though nothing ends; 0 if nothing waits for that. */
    long left(long now) {
        if (stay.isPresent()) {
            return 0;
        }
        return Math.max(0, rests ? restUntil - now : patience(now));
    }

    private long patience(long now) {
        return waiting.flatMap(Delivery::asksToBeAlone)
                .map(time -> time.toNanos() - (now - waitingSince))
                .orElse(0L);
    }

    /** A delivery starts. */
    void started(Delivery delivery, long now) {
        if (waiting.filter(next -> next == delivery).isPresent()) {
            if (running == 0) {
                stay = Optional.of(new Stay(delivery, waitingSince, Optional.empty(), false));
            } else {
                rest(waitingSince, now);
            }
            waiting = Optional.empty();
        }
        running++;
    }

    /** The run of a delivery begins: if it is alone, its time counts from now. */
    void begun(Delivery delivery, long now) {
        stay = stay.map(held -> held.delivery() == delivery
                ? new Stay(delivery, held.heldSince(), Optional.of(now), held.over())
                : held);
    }

    /** Whether a delivery runs alone. */
    boolean alone(Delivery delivery) {
        return stay.filter(held -> held.delivery() == delivery && !held.over()).isPresent();
    }

    /** The delivery that has been alone for long enough; said once. */
    Optional<Delivery> enough(long now) {
        Optional<Delivery> enough =
                stay.filter(held -> !held.over() && longEnough(held, now)).map(Stay::delivery);
        if (enough.isPresent()) {
            stay = stay.map(held -> new Stay(held.delivery(), held.heldSince(), held.begunAt(), true));
        }
        return enough;
    }

    private static boolean longEnough(Stay held, long now) {
        Duration time = held.delivery().asksToBeAlone().orElseThrow();
        return held.begunAt().filter(at -> now - at >= time.toNanos()).isPresent();
    }

    /** Others may begin beside a delivery: the brokers know it. Whether that changes anything. */
    boolean accompanied(Delivery delivery, long now) {
        boolean frees = stay.filter(held -> held.delivery() == delivery).isPresent();
        if (frees) {
            rest(stay.get().heldSince(), now);
            stay = Optional.empty();
        }
        return frees;
    }

    /** A delivery has ended; whether others may start because of that. */
    boolean ended(Delivery delivery, long now) {
        running--;
        return accompanied(delivery, now) || running == 0 && waiting.isPresent();
    }

    private void rest(long heldSince, long now) {
        rests = true;
        restUntil = now + (now - heldSince);
    }
}
