package io.duestream.tracker.topology;

import java.time.Clock;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/**
 * The time that Kafka Streams goes by: that of a clock, but never back. Streams keeps points in time, such as until when a
 * task waits for an input that is empty, and when the clock is set back by an hour it would process nothing for an hour
 * (seen on 4.3.1). Decisions go by the clock itself, so that nothing is early on it.
 *
 * <p>Thread-safe.
 */
public final class SteadyTime implements Time {
    private final Clock clock;
    private long last = Long.MIN_VALUE;
    /** How far the clock was set back, in all. */
    private long ahead;

    /** Time that goes by a clock. */
    public SteadyTime(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized long milliseconds() {
        long now = clockMillis() + ahead;
        if (now < last) {
            ahead += last - now;
            now = last;
        }
        last = now;
        return now;
    }

    /** What the clock says now. */
    long clockMillis() {
        return clock.millis();
    }

    /** What the clock says when this time is {@code millis}. */
    synchronized long clockAt(long millis) {
        return millis - ahead;
    }

    @Override
    public long nanoseconds() {
        return SYSTEM.nanoseconds();
    }

    @Override
    public void sleep(long millis) {
        SYSTEM.sleep(millis);
    }

    @Override
    public void waitObject(Object monitor, Supplier<Boolean> condition, long deadlineMillis)
            throws InterruptedException {
        SYSTEM.waitObject(monitor, condition, SYSTEM.milliseconds() + deadlineMillis - milliseconds());
    }
}
