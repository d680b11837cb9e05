package io.duestream.job;

import java.time.Instant;
import java.util.Objects;

/**
 * Fires once, at a given time.
 *
 * @param at the due time
 */
public record At(Instant at) implements Trigger {
    /** Refuses null. */
    public At {
        Objects.requireNonNull(at, "at");
    }
}
