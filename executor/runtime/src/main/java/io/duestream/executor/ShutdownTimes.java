package io.duestream.executor;

import java.time.Duration;

/**
 * How long each part of a shutdown may take, so that all of it ends by one deadline. The last quarter of the time-out, ten
 * seconds at most, is for runs that are interrupted and for the last reports. Times are those of {@link System#nanoTime()}.
 */
final class ShutdownTimes {
    /** Enough for what goes well, where the time-out leaves less or has been overrun. */
    static final Duration LEAST = Duration.ofMillis(500);

    private static final Duration MOST_GRACE = Duration.ofSeconds(10);

    private final long interrupt;
    private final long end;

    /**
     * Begins to count.
     *
     * @param timeout of the whole shutdown
     * @param now when it was asked for
     */
    ShutdownTimes(Duration timeout, long now) {
        Duration quarter = timeout.dividedBy(4);
        Duration grace = quarter.compareTo(MOST_GRACE) < 0 ? quarter : MOST_GRACE;
        this.end = now + timeout.toNanos();
        this.interrupt = end - grace.toNanos();
    }

    /** Until runs are interrupted; never negative. */
    Duration untilInterrupt(long now) {
        return Duration.ofNanos(Math.max(0, interrupt - now));
    }

    /** For runs that were interrupted, to end: half of what is left. */
    Duration forInterrupted(long now) {
        return atLeast((end - now) / 2);
    }

    /** For what comes last: all that is left. */
    Duration left(long now) {
        return atLeast(end - now);
    }

    private static Duration atLeast(long nanos) {
        return Duration.ofNanos(Math.max(LEAST.toNanos(), nanos));
    }
}
