package io.duestream.cli.bench;

import java.time.Duration;

/** When a thread of the forwarder commits: as a stream thread of the tracker does. For one thread. */
final class CommitPace {
    private static final int FEW = 200;
    private static final int WORTH = 2;
    private static final long QUICK_NANOS = Duration.ofMillis(5).toNanos();
    private static final long LOADED_NANOS = Duration.ofMillis(50).toNanos();

    private long committedNanos = System.nanoTime();
    private long cost;
    private long costBefore;

    /** How long to wait for more, at most, when so many records are not committed yet; zero when it is time. */
    Duration rest(int emitted) {
        return Duration.ofNanos(Math.max(0, pause(emitted) - (System.nanoTime() - committedNanos)));
    }

    /** A commit has been done that began at that time. */
    void committed(long begunNanos) {
        committedNanos = System.nanoTime();
        costBefore = cost;
        cost = committedNanos - begunNanos;
    }

    /** All that was not committed is gone. */
    void takenBack() {
        committedNanos = System.nanoTime();
    }

    private long pause(int emitted) {
        long quick = Math.max(QUICK_NANOS, WORTH * Math.min(cost, costBefore));
        return emitted < FEW ? Math.min(quick, LOADED_NANOS) : LOADED_NANOS;
    }
}
