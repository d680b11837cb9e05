package io.duestream.tracker.dispatch;

import java.time.Duration;
import java.time.Instant;

/**
 * How many attempts of a group one task may have out. At least twice its share of the group's threads, so that no thread
 * waits for the next hand-over; beyond that only as many as end within the target wait (Little's law: number = rate ×
 * time). So a slow group never fills its topic, priority works under backlog, and a quick one is not held back.
 */
public final class InFlightLimit {
    /** How long an attempt may wait in its topic before more of them help nobody. */
    static final Duration TARGET_WAIT = Duration.ofMillis(250);

    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int MANY = 64;
    private static final int UNKNOWN_THREADS_BASE = 32;
    private static final int MOST = 20_000;

    private final int tasks;
    private Instant measuredFrom = Instant.EPOCH;
    private int ended;
    private int limit;

    /** A limit for one of {@code tasks} tasks. */
    InFlightLimit(int tasks) {
        this.tasks = tasks;
    }

    /** An attempt has ended. */
    void ended() {
        ended++;
    }

    /**
     * The limit now.
     *
     * @param threads worker threads of the whole group, 0 if unknown
     */
    int at(Instant now, int threads, Bounds bounds) {
        int base = threads == 0 ? UNKNOWN_THREADS_BASE : Math.max(2, (2 * threads + tasks - 1) / tasks);
        Duration span = Duration.between(measuredFrom, now);
        if (measured(span)) {
            // A clock that was set, or a pause, says nothing about the rate.
            boolean usable = !span.isNegative() && span.compareTo(LONGEST.multipliedBy(2)) < 0;
            double perMillisecond = usable ? ended / (double) span.toMillis() : 0;
            long wanted = (long) (perMillisecond * TARGET_WAIT.toMillis());
            // Growth is bounded so that one burst of results does not open the gates; decay is slow for the same
            // reason.
            limit = (int) Math.min(MOST, Math.max(wanted, limit - limit / 4L));
            measuredFrom = now;
            ended = 0;
        }
        return bounds.apply(Math.max(base, limit));
    }

    /** The few threads of a slow group that end together are no rate; only many ends, or none, say something soon. */
    private boolean measured(Duration span) {
        boolean clear = ended == 0 || ended >= MANY;
        return span.isNegative() || span.compareTo(clear ? SHORTEST : LONGEST) >= 0;
    }
}
