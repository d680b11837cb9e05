package io.duestream.client.sender;

import io.duestream.job.Position;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An idempotent producer, and another one when it has failed for good. */
final class KafkaTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaTransport.class);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private Producer<byte[], byte[]> producer;
    private boolean closed;

    KafkaTransport(Supplier<Producer<byte[], byte[]>> producers) {
        this.producers = producers;
        this.producer = producers.get();
    }

    @Override
    public void send(OutgoingRecord record, Answer answer) {
        Producer<byte[], byte[]> used = current();
        Sending sending = new Sending(used, answer);
        try {
            used.send(
                    new ProducerRecord<>(record.topic(), null, record.key(), record.value(), record.headers()),
                    sending::ended);
        } catch (RuntimeException e) {
            sending.fail(e);
        }
        sending.taken = true;
    }

    /** Sends a record that is worth nothing later. */
    void sendOnce(ProducerRecord<byte[], byte[]> record) {
        current().send(record, (metadata, problem) -> {
            if (problem != null) {
                LOG.debug("a record for {} was not sent", record.topic(), problem);
            }
        });
    }

    private synchronized Producer<byte[], byte[]> current() {
        return producer;
    }

    private void replace(Producer<byte[], byte[]> broken) {
        synchronized (this) {
            if (broken != producer || closed) {
                return;
            }
            producer = producers.get();
        }
        // Outside the lock, since its own thread may want it; what it still held is answered as failed.
        broken.close(Duration.ZERO);
    }

    private final class Sending {
        private final Producer<byte[], byte[]> used;
        private final Answer answer;
        private final Thread caller = Thread.currentThread();
        private boolean answered;
        private volatile boolean taken;

        Sending(Producer<byte[], byte[]> used, Answer answer) {
            this.used = used;
            this.answer = answer;
        }

        void ended(RecordMetadata metadata, Exception problem) {
            if (problem != null) {
                fail(problem);
            } else if (once()) {
                answer.acknowledged(
                        metadata.hasOffset()
                                ? Optional.of(new Position(metadata.partition(), metadata.offset()))
                                : Optional.empty());
            }
        }

        /** What the producer reports on the caller's thread before it returns was never taken by it. */
        void fail(Exception problem) {
            if (once()) {
                answer.failed(SendFailure.of(problem, taken || Thread.currentThread() != caller));
            }
            if (isFinal(problem)) {
                LOG.warn("a producer has failed for good and is replaced: {}", problem.toString());
                replace(used);
            }
        }

        private synchronized boolean once() {
            boolean first = !answered;
            answered = true;
            return first;
        }
    }

    private static boolean isFinal(Exception problem) {
        return !(problem instanceof RetriableException)
                && !(problem instanceof AuthorizationException)
                && !(problem instanceof AuthenticationException)
                && !SendFailure.isTooLarge(problem)
                && !SendFailure.isNotTaken(problem);
    }

    @Override
    public void close(Duration patience) {
        Producer<byte[], byte[]> last;
        synchronized (this) {
            closed = true;
            last = producer;
        }
        last.close(patience);
    }
}
