package io.duestream.tracker.topology;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Tells when a turn has taken long enough, as other work of the thread waits for its own.
 *
 * @param nanos time that only moves forward
 */
record TurnClock(LongSupplier nanos) {
    /** A turn begins; whether more than {@code most} of it has passed. */
    BooleanSupplier begin(Duration most) {
        long begun = nanos.getAsLong();
        return () -> nanos.getAsLong() - begun > most.toNanos();
    }
}
