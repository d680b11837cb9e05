package io.duestream.executor.delivery;

import io.duestream.executor.delivery.Deliveries.Standing;
import java.time.Duration;

/**
 * When the poll loop flushes, when it commits, and how long it may wait for records in between. Times are those of
 * {@link System#nanoTime()}, given by the caller. Not thread-safe.
 */
final class Cadence {
    /** While reports are on their way the loop looks this often whether they have arrived. */
    static final Duration WATCHFUL = Duration.ofMillis(10);

    /** With nothing to do the loop waits this long; it is also the longest that a stop goes unnoticed. */
    static final Duration IDLE = Duration.ofMillis(250);

    /** A commit is a write at the broker: a calm executor does not need more of them. */
    static final Duration BETWEEN_COMMITS = Duration.ofMillis(20);

    private final long interval;
    private long lastFlush;
    private long lastCommit;

    /**
     * @param flushInterval between two flushes
     * @param now when the loop begins
     */
    Cadence(Duration flushInterval, long now) {
        this.interval = flushInterval.toNanos();
        this.lastFlush = now;
        this.lastCommit = now;
    }

    /** Whether runs that are still running are to be reported now; if so, the next flush is one interval later. */
    boolean flushDue(long now) {
        if (now - lastFlush < interval) {
            return false;
        }
        lastFlush = now;
        return true;
    }

    /** Whether to commit now: right after the reports of a flush arrived, and under load once a flush interval. */
    boolean commitDue(long now, Standing standing) {
        long pause = standing.unsettled() == 0 ? BETWEEN_COMMITS.toNanos() : interval;
        if (!standing.hasToCommit() || now - lastCommit < pause) {
            return false;
        }
        lastCommit = now;
        return true;
    }

    /** How long a poll may wait for records. */
    Duration pollTimeout(long now, Standing standing) {
        Duration untilFlush = Duration.ofNanos(Math.max(0, interval - (now - lastFlush)));
        if (standing.unsettled() > 0 || standing.hasToCommit()) {
            return untilFlush.compareTo(WATCHFUL) < 0 ? untilFlush : WATCHFUL;
        }
        return standing.waiting() > 0 ? untilFlush : IDLE;
    }
}
