package io.duestream.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Fires at a fixed interval on a grid that begins with the first fire.
 *
 * @param interval milliseconds between two fires, at least 1
 * @param count number of fires in all; -1 for ever
 * @param startAt the first fire; absent or past: at acceptance
 * @param endAt no fire after this time
 */
public record Repeat(Duration interval, long count, Optional<Instant> startAt, Optional<Instant> endAt)
        implements Trigger {
    /** {@link #count} of a repeat without end. */
    public static final long FOREVER = -1;

    /** Refuses null. */
    public Repeat {
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(startAt, "startAt");
        Objects.requireNonNull(endAt, "endAt");
    }

    /** A repeat that begins at acceptance. */
    public static Repeat of(Duration interval, long count) {
        return new Repeat(interval, count, Optional.empty(), Optional.empty());
    }
}
