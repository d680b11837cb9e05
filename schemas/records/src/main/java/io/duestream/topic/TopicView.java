package io.duestream.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster's topics, looked at in the background. Readers get the last snapshot and never wait. While the brokers are
 * away the last snapshot stays, and {@link #age()} grows.
 *
 * <p>Thread-safe. The {@link Admin} stays the caller's: close it after the view.
 */
public final class TopicView implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicView.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final TopicLookup lookup;
    private final Duration interval;
    private final Thread thread;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final Semaphore refreshWanted = new Semaphore(0);
    private final CountDownLatch seen = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile State state;

    /**
     * A view that begins to look when it is started.
     *
     * @param admin connected to the brokers
     * @param topics the cluster to look at; other topics are left aside
     * @param interval pause between two looks
     * @throws IllegalArgumentException if the interval is not positive
     */
    public TopicView(Admin admin, Topics topics, Duration interval) {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("interval is " + interval + "; expected more than zero");
        }
        this.lookup = new TopicLookup(admin, topics);
        this.interval = interval;
        this.state = new State(new TopicSnapshot(topics, Map.of()), 0, false);
        this.thread = new Thread(this::run, "topic-view-" + topics.cluster());
        this.thread.setDaemon(true);
    }

    /** What to do when topics appear, vanish, are re-created, or get more partitions. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Called on the view's thread after the new snapshot is there for readers, so it must not wait for long. What it
         * throws is logged.
         *
         * @param before the snapshot before; without topics at the first time
         * @param now the snapshot now
         */
        void changed(TopicSnapshot before, TopicSnapshot now);
    }

    private record State(TopicSnapshot snapshot, long takenNanos, boolean seen) {}

    /**
     * Begins to look, and goes on until closed.
     *
     * @throws IllegalStateException if it was started before
     */
    public TopicView start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("the topic view was started before");
        }
        thread.start();
        return this;
    }

    /** The last snapshot; without topics until the brokers answered for the first time. */
    public TopicSnapshot snapshot() {
        return state.snapshot();
    }

    /** Time since the brokers last confirmed the snapshot; empty if they never did. */
    public Optional<Duration> age() {
        State last = state;
        return last.seen() ? Optional.of(Duration.ofNanos(System.nanoTime() - last.takenNanos())) : Optional.empty();
    }

    /** Calls {@code listener} at each later change. */
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** Calls {@code listener} no more; a call that is under way ends. */
    public void removeListener(Listener listener) {
        listeners.remove(listener);
    }

    /** Lets the next look be now instead of at the end of the interval. Returns at once. */
    public void refreshSoon() {
        refreshWanted.release();
    }

    /**
     * Waits for the first answer of the brokers: for start-up, the one method here that waits.
     *
     * @return whether there is one
     * @throws InterruptedException if interrupted while waiting
     */
    public boolean awaitFirst(Duration atMost) throws InterruptedException {
        return seen.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        boolean failing = false;
        while (!closed) {
            try {
                update(lookup.topics(state.snapshot()));
                if (failing) {
                    LOG.info("topics are seen again");
                }
                failing = false;
            } catch (InterruptException e) {
                Thread.interrupted();
            } catch (RuntimeException e) {
                if (!failing && !closed) {
                    LOG.warn("topics cannot be looked at, the last view stays: {}", e.toString());
                }
                failing = true;
            }
            pause();
        }
    }

    private void update(TopicSnapshot now) {
        TopicSnapshot before = state.snapshot();
        boolean first = !state.seen();
        state = new State(now, System.nanoTime(), true);
        if (first || !now.sameAs(before)) {
            for (Listener listener : listeners) {
                tell(listener, before, now);
            }
        }
        seen.countDown();
    }

    private static void tell(Listener listener, TopicSnapshot before, TopicSnapshot now) {
        try {
            listener.changed(before, now);
        } catch (RuntimeException e) {
            LOG.error("a listener of the topic view failed; the view goes on", e);
        }
    }

    private void pause() {
        try {
            if (refreshWanted.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                refreshWanted.drainPermits();
            }
        } catch (InterruptedException e) {
            // Only close() interrupts, and the loop looks at that next.
            LOG.trace("woken", e);
        }
    }

    /** Ends the looking; the last snapshot stays readable. Waits a short time for a call to the brokers to end. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        if (!started.get() || Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(CLOSE_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
