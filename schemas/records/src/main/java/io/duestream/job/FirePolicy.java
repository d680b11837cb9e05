package io.duestream.job;

import java.time.Duration;
import java.util.Objects;

/**
 * What happens when fires meet each other or come late.
 *
 * @param overlap when a fire is open already
 * @param misfire when a fire opens too late
 * @param catchUpWindow CATCH_UP: milliseconds back that fires are caught up
 * @param catchUpCap CATCH_UP: most fires caught up at once, 1 to 10,000
 */
public record FirePolicy(OverlapPolicy overlap, MisfirePolicy misfire, Duration catchUpWindow, int catchUpCap) {
    /** What a job gets that asks for nothing else. */
    public static final FirePolicy DEFAULT =
            new FirePolicy(OverlapPolicy.WAIT, MisfirePolicy.FIRE_ONCE, Duration.ofDays(1), 1000);

    /** Refuses null. */
    public FirePolicy {
        Objects.requireNonNull(overlap, "overlap");
        Objects.requireNonNull(misfire, "misfire");
        Objects.requireNonNull(catchUpWindow, "catchUpWindow");
    }

    /** The same with another overlap policy. */
    public FirePolicy with(OverlapPolicy other) {
        return new FirePolicy(other, misfire, catchUpWindow, catchUpCap);
    }

    /** The same with another misfire policy. */
    public FirePolicy with(MisfirePolicy other) {
        return new FirePolicy(overlap, other, catchUpWindow, catchUpCap);
    }
}
