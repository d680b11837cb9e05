package io.duestream.executor.report;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends reports until the broker has them. Nothing is dropped while the process lives: what failed is sent again, in the
 * order of its job, and a report that is too large goes without its message. Thread-safe.
 */
public final class ReportSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReportSender.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final ScheduledExecutorService retries;
    private final Backlog backlog;
    private final LongSupplier nanos;
    private final Outbox outbox = new Outbox();
    private final AtomicBoolean retryPlanned = new AtomicBoolean();
    private final AtomicInteger wishes = new AtomicInteger();
    private volatile Producer<byte[], byte[]> producer;
    private volatile Producer<byte[], byte[]> broken;
    private volatile boolean closed;

    /**
     * @param producers makes an idempotent producer; another one when one has failed for good
     * @param retries where failed records are sent again; stays the caller's
     * @param backlog counts what is not acknowledged
     * @param nanos {@link System#nanoTime()}, or a test's
     */
    public ReportSender(
            Supplier<Producer<byte[], byte[]>> producers,
            ScheduledExecutorService retries,
            Backlog backlog,
            LongSupplier nanos) {
        this.producers = producers;
        this.retries = retries;
        this.backlog = backlog;
        this.nanos = nanos;
        this.producer = producers.get();
    }

    /** Sends a record, and again until the broker has it. */
    public void send(Outgoing outgoing) {
        backlog.add(outgoing.bytes());
        // Not under the box's lock: sending may wait for the producer, whose own thread needs the lock.
        outbox.offer(outgoing).ifPresent(this::transmit);
    }

    /** Sends a record that is worth nothing later: a failure is forgotten. */
    public void sendOnce(ProducerRecord<byte[], byte[]> record) {
        producer.send(record, (metadata, problem) -> {
            if (problem != null) {
                LOG.debug("a record for {} was not sent", record.topic(), problem);
            }
        });
    }

    private void transmit(Outbox.Entry entry) {
        Producer<byte[], byte[]> used = producer;
        try {
            used.send(entry.outgoing().record(), (metadata, problem) -> {
                if (problem == null) {
                    acknowledged(entry);
                } else {
                    failed(entry, used, problem);
                }
            });
        } catch (RuntimeException e) {
            failed(entry, used, e);
        }
    }

    private void acknowledged(Outbox.Entry entry) {
        Outgoing outgoing = entry.outgoing();
        outgoing.acknowledged().run();
        backlog.remove(outgoing.bytes());
        if (outbox.acknowledged(entry)) {
            sendDueSoon();
        }
    }

    private void failed(Outbox.Entry entry, Producer<byte[], byte[]> used, Exception problem) {
        Outgoing outgoing = entry.outgoing();
        if (closed) {
            LOG.error("a report of {} is lost: the executor is closed", outgoing.lane(), problem);
            return;
        }
        if (problem instanceof RecordTooLargeException && outgoing.smaller().isPresent()) {
            LOG.error(
                    "a report of {} is too large for the brokers and goes without its message: {}",
                    outgoing.lane(),
                    problem.getMessage());
            Outgoing smaller = outgoing.shrunk().orElseThrow();
            backlog.add(smaller.bytes());
            backlog.remove(outgoing.bytes());
            entry.replace(smaller);
            outbox.failed(entry, nanos.getAsLong());
            sendDueSoon();
            return;
        }
        LOG.warn(
                "a report of {} did not reach the broker and is sent again in {}: {}",
                outgoing.lane(),
                RETRY,
                problem.toString());
        if (!(problem instanceof RetriableException) && !(problem instanceof RecordTooLargeException)) {
            broken = used;
        }
        outbox.failed(entry, nanos.getAsLong() + RETRY.toNanos());
        planRetry();
    }

    private void planRetry() {
        if (!closed && retryPlanned.compareAndSet(false, true)) {
            later(this::retry, RETRY);
        }
    }

    private void retry() {
        retryPlanned.set(false);
        sendDueSoon();
        if (outbox.troubled()) {
            planRetry();
        }
    }

    /**
     * Sends what is due, without a wait for the next retry: a lane goes on as fast as it is acknowledged. Not on the
     * calling thread, which may be the producer's own, and on no more than one: sending may have to wait.
     */
    private void sendDueSoon() {
        if (!closed && wishes.getAndIncrement() == 0) {
            later(this::sendDue, Duration.ZERO);
        }
    }

    private void sendDue() {
        int seen;
        do {
            seen = wishes.get();
            try {
                replaceBrokenProducer();
                outbox.due(nanos.getAsLong()).forEach(this::transmit);
            } catch (RuntimeException | Error e) {
                // Thrown on, it would leave the wish open for ever and nobody would send again.
                LOG.error("reports could not be sent again", e);
            }
        } while (!closed && !wishes.compareAndSet(seen, 0));
    }

    private void later(Runnable work, Duration delay) {
        try {
            retries.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("no more retries, the executor ends", e);
        }
    }

    private void replaceBrokenProducer() {
        Producer<byte[], byte[]> current = producer;
        if (broken == current) {
            producer = producers.get();
            // What it still held comes back as failed and is sent by the new one.
            current.close(Duration.ZERO);
        }
    }

    /** Closes the producer; what is not acknowledged by now is lost, and said so. */
    @Override
    public void close() {
        closed = true;
        producer.close(CLOSE);
        if (backlog.size() > 0) {
            LOG.error(
                    "{} reports did not reach the broker before the executor was closed; their attempts will be"
                            + " repeated or time out",
                    backlog.size());
        }
    }
}
