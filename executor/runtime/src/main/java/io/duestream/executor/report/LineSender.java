package io.duestream.executor.report;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends lines of the business log from a thread of its own, so that no run waits for the broker. When lines come faster
 * than they go, a run waits a moment for room; if there is none they are dropped, counted and told. Thread-safe.
 */
public final class LineSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LineSender.class);
    private static final int ROOM = 10_000;
    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final LineOutlet outlet;
    private final BlockingQueue<ProducerRecord<byte[], byte[]>> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong told = new AtomicLong();
    private final Thread thread;
    private volatile boolean impatient;
    private volatile boolean closed;

    /**
     * @param outlet takes the lines; the sender closes it
     * @param name of the thread
     */
    public LineSender(LineOutlet outlet, String name) {
        this(outlet, name, ROOM);
    }

    LineSender(LineOutlet outlet, String name, int room) {
        this.outlet = outlet;
        this.queue = new ArrayBlockingQueue<>(room);
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends a line when its turn comes, or drops it if there is no room. */
    public void send(ProducerRecord<byte[], byte[]> line) {
        if (closed || !enqueue(line)) {
            dropped.incrementAndGet();
        }
    }

    private boolean enqueue(ProducerRecord<byte[], byte[]> line) {
        // One wait for each time that the queue fills up: a run that writes thousands of lines must not wait for each.
        if (queue.offer(line)) {
            impatient = false;
            return true;
        }
        if (impatient) {
            return false;
        }
        impatient = true;
        try {
            return queue.offer(line, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Lines that wait in a fail store. */
    public long stored() {
        return outlet.stored();
    }

    /** Lines that were dropped so far. */
    public long dropped() {
        return dropped.get();
    }

    private void run() {
        try {
            while (!closed || !queue.isEmpty()) {
                ProducerRecord<byte[], byte[]> line = queue.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (line != null) {
                    transmit(line);
                }
                tellDropped();
            }
        } catch (InterruptedException e) {
            dropped.addAndGet(queue.size());
        }
        tellDropped();
    }

    private void transmit(ProducerRecord<byte[], byte[]> line) {
        try {
            outlet.send(line, this::lost);
        } catch (KafkaException | IllegalStateException e) {
            lost(e);
        }
    }

    private void lost(Throwable problem) {
        dropped.incrementAndGet();
        LOG.debug("a line of the business log was not sent", problem);
    }

    private void tellDropped() {
        long now = dropped.get();
        long before = told.get();
        // Told at the first line, then at each doubling: a broker that is away must not fill the executor's own log
        // too.
        if (now > 0 && now >= before * 2 && now != before) {
            told.set(now);
            LOG.warn(
                    "{} lines of the business log were dropped so far: they could not be sent as fast as they came",
                    now);
        }
    }

    /** Sends what is queued, for a bounded time, and closes the outlet. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(CLOSE.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        outlet.close(CLOSE);
    }
}
