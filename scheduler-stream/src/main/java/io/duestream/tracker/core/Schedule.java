package io.duestream.tracker.core;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a job stands in its trigger.
 *
 * @param anchor first fire of a repeat; else when the definition came
 * @param nextDue the next due time
 * @param scheduled fires its trigger has opened; what a repeat counts
 * @param fires fires opened in all
 */
public record Schedule(Instant anchor, Optional<Instant> nextDue, long scheduled, long fires) {
    Schedule withNextDue(Optional<Instant> next) {
        return new Schedule(anchor, next, scheduled, fires);
    }
}
