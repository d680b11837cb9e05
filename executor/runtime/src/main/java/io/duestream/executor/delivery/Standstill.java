package io.duestream.executor.delivery;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the process has stood still for longer than its session in the consumer group lasts: stopped, paged out,
 * suspended with its machine. Its partitions are most likely another's by then, which it will be told with the next
 * heartbeat; until then nothing begins that the other may have begun. Thread-safe.
 */
public final class Standstill {
    /** Enough for a heartbeat and its answer. */
    static final Duration DOUBT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Standstill.class);

    private final long session;
    private final LongSupplier nanos;
    private volatile long lastTurn;
    private volatile long doubtUntil;

    /**
     * @param session how long the group waits for a member
     * @param nanos {@link System#nanoTime()}, or a test's
     */
    public Standstill(Duration session, LongSupplier nanos) {
        this.session = session.toNanos();
        this.nanos = nanos;
        this.lastTurn = nanos.getAsLong();
        this.doubtUntil = lastTurn;
    }

    /** The poll loop goes on; to be called several times a second. */
    void turn() {
        long now = nanos.getAsLong();
        if (now - lastTurn > session) {
            LOG.warn(
                    "the executor stood still for {} ms, longer than its session: nothing begins until it knows whether"
                            + " its partitions are still its own",
                    (now - lastTurn) / 1_000_000);
            doubtUntil = now + DOUBT.toNanos();
        }
        lastTurn = now;
    }

    /** Whether the partitions may be another's without this node knowing it. */
    public boolean doubtful() {
        long now = nanos.getAsLong();
        return now - lastTurn > session || now - doubtUntil < 0;
    }
}
