package io.duestream.tracker.dispatch;

import java.time.Instant;

/** How many in the last whole second. */
final class PerSecond {
    private long second = Long.MIN_VALUE;
    private long count;
    private long before;

    void add(Instant now) {
        moveTo(now.getEpochSecond());
        count++;
    }

    long lastSecond(Instant now) {
        moveTo(now.getEpochSecond());
        return before;
    }

    private void moveTo(long now) {
        if (now != second) {
            before = now == second + 1 ? count : 0;
            count = 0;
            second = now;
        }
    }
}
