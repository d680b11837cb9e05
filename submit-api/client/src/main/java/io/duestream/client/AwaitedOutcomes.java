package io.duestream.client;

import io.duestream.job.JobKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the whole outcomes topic for the submissions that somebody waits for. It reads beside the client group and not
 * in it: in the group, the outcome might go to another process. Nothing is read while nobody waits.
 */
final class AwaitedOutcomes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AwaitedOutcomes.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long AFTER_ERROR_MILLIS = 1_000;
    private static final long READ_ON_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Supplier<TopicTail> tails;
    private final Duration timeout;
    private final Expectations expectations = new Expectations();
    private final Object lock = new Object();

    /** Complete while outcomes are read; incomplete while somebody waits for that; null while nothing is read. */
    private CompletableFuture<Void> reading;

    private TopicTail tail;
    private Thread thread;
    private boolean closed;

    AwaitedOutcomes(Supplier<TopicTail> tails, Duration timeout) {
        this.tails = tails;
        this.timeout = timeout;
    }

    /**
     * Begins to wait for the end of a submission that is yet to be sent: when this returns, no outcome of it can be missed.
     *
     * @throws KafkaException if the topic cannot be read
     */
    Expectations.Expectation expect(JobKey key, String submissionId) throws InterruptedException {
        Expectations.Expectation expectation = expectations.add(key, submissionId);
        try {
            wantReading().get(2 * timeout.toNanos(), TimeUnit.NANOSECONDS);
            return expectation;
        } catch (ExecutionException e) {
            expectation.close();
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            expectation.close();
            throw new org.apache.kafka.common.errors.TimeoutException("the outcomes topic cannot be read in time", e);
        } catch (InterruptedException | RuntimeException e) {
            expectation.close();
            throw e;
        }
    }

    private CompletableFuture<Void> wantReading() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("the job client is closed");
            }
            if (thread == null) {
                tail = tails.get();
                thread = new Thread(this::run, "duestream-awaited-outcomes");
                thread.setDaemon(true);
                thread.start();
            }
            if (reading == null) {
                reading = new CompletableFuture<>();
                lock.notifyAll();
            }
            return reading;
        }
    }

    private void run() {
        try {
            while (awaitDemand()) {
                if (begin()) {
                    readOn();
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("the thread that awaits outcomes of {} was interrupted and stops", tail.topic());
        } finally {
            finish();
        }
    }

    private boolean awaitDemand() throws InterruptedException {
        synchronized (lock) {
            while (!closed && reading == null) {
                lock.wait();
            }
            return !closed;
        }
    }

    private boolean begin() {
        try {
            tail.startAtEnd(timeout);
            synchronized (lock) {
                reading.complete(null);
            }
            return true;
        } catch (KafkaException e) {
            CompletableFuture<Void> failed;
            synchronized (lock) {
                failed = reading;
                reading = null;
            }
            failed.completeExceptionally(e);
            return false;
        }
    }

    private void readOn() throws InterruptedException {
        long wantedAt = System.nanoTime();
        while (true) {
            synchronized (lock) {
                if (!expectations.isEmpty()) {
                    wantedAt = System.nanoTime();
                }
                if (closed || System.nanoTime() - wantedAt > READ_ON_NANOS) {
                    reading = null;
                    return;
                }
            }
            try {
                tail.poll(POLL).forEach(expectations::read);
            } catch (WakeupException e) {
                // closing; the loop looks
            } catch (org.apache.kafka.common.errors.InterruptException e) {
                throw new InterruptedException();
            } catch (KafkaException e) {
                LOG.warn("cannot read outcomes from {}; trying again", tail.topic(), e);
                synchronized (lock) {
                    if (!closed) {
                        lock.wait(AFTER_ERROR_MILLIS);
                    }
                }
            }
        }
    }

    private void finish() {
        synchronized (lock) {
            closed = true;
            if (reading != null) {
                reading.completeExceptionally(new KafkaException("the job client was closed"));
            }
        }
        try {
            tail.close();
        } finally {
            expectations.endAll();
        }
    }

    /** Ends all waiting. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
            if (thread == null) {
                return;
            }
        }
        tail.stop();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(timeout.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
