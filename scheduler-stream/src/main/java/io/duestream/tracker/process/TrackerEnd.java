package io.duestream.tracker.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a tracker runs, and how it ended: closed, or by itself for a reason. Thread-safe. */
final class TrackerEnd {
    private static final Logger LOG = LoggerFactory.getLogger(TrackerEnd.class);

    private final String node;
    private final Runnable close;
    private final AtomicReference<String> reason = new AtomicReference<>();
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Of a tracker that has not ended.
     *
     * @param close closes the tracker, and calls {@link #closed()} then
     */
    TrackerEnd(String node, Runnable close) {
        this.node = node;
        this.close = close;
    }

    /** The tracker cannot go on. The first reason counts; the tracker is closed beside the calling thread. */
    void because(String why) {
        if (closed.getCount() == 0 || !reason.compareAndSet(null, why)) {
            return;
        }
        LOG.error("this tracker stops: {}", why);
        // Whoever notices runs on a thread that closing waits for. Nobody may be left who would close it otherwise.
        Thread thread = new Thread(close, "tracker-end");
        thread.setDaemon(true);
        thread.start();
    }

    /** Kafka Streams has changed its state. */
    void streamsAre(KafkaStreams.State state) {
        if (state == KafkaStreams.State.RUNNING) {
            running.countDown();
        } else if (state == KafkaStreams.State.ERROR) {
            because("Kafka Streams has given up (state ERROR); its log says why");
        }
    }

    /** The tracker is closed, whatever for. */
    void closed() {
        closed.countDown();
        // Who waits for it to run learns it too.
        running.countDown();
    }

    /**
     * Waits until the tracker has been running once.
     *
     * @throws TrackerEndedException if it has ended by itself
     */
    boolean awaitRunning(Duration atMost) throws InterruptedException {
        boolean told = running.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        throwReason();
        return told && closed.getCount() > 0;
    }

    /**
     * Returns when the tracker has been closed.
     *
     * @throws TrackerEndedException if it has ended by itself
     */
    void await() throws InterruptedException {
        closed.await();
        throwReason();
    }

    private void throwReason() {
        Optional.ofNullable(reason.get()).ifPresent(why -> {
            throw new TrackerEndedException("tracker " + node + " has ended by itself: " + why);
        });
    }
}
