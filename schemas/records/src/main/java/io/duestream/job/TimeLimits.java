package io.duestream.job;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How long things may take; an absent limit does not apply.
 *
 * @param runTimeout milliseconds a run may take, from its start
 * @param attemptTimeout milliseconds an attempt may take, from its dispatch; for executors that report no start
 * @param expiry milliseconds after the due time until which a fire must have started
 */
public record TimeLimits(Optional<Duration> runTimeout, Optional<Duration> attemptTimeout, Optional<Duration> expiry) {
    /** No limit. */
    public static final TimeLimits NONE = new TimeLimits(Optional.empty(), Optional.empty(), Optional.empty());

    /** Refuses null. */
    public TimeLimits {
        Objects.requireNonNull(runTimeout, "runTimeout");
        Objects.requireNonNull(attemptTimeout, "attemptTimeout");
        Objects.requireNonNull(expiry, "expiry");
    }
}
