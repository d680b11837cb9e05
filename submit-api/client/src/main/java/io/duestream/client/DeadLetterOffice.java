package io.duestream.client;

import io.duestream.topic.DeadLetters;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts outcomes aside that nobody could take. */
final class DeadLetterOffice {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterOffice.class);

    private final DeadLetters letters;
    private final Producer<byte[], byte[]> producer;
    private final Duration timeout;

    DeadLetterOffice(Topics topics, Producer<byte[], byte[]> producer, Duration timeout) {
        this.letters = new DeadLetters(topics);
        this.producer = producer;
        this.timeout = timeout;
    }

    /**
     * Writes a dead letter.
     *
     * @return whether the broker has it; if not, the record must not be passed over
     */
    boolean take(ConsumerRecord<byte[], byte[]> record, String reason) throws InterruptedException {
        DeadLetters.Origin origin = DeadLetters.Origin.of(record);
        try {
            producer.send(letters.unreadable(record, reason)).get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
            LOG.warn("{} is a dead letter now: {}", origin, reason);
            return true;
        } catch (ExecutionException e) {
            LOG.error("{} cannot be used ({}) nor put aside; it is tried again", origin, reason, e.getCause());
        } catch (TimeoutException | KafkaException | IllegalStateException e) {
            LOG.error("{} cannot be used ({}) nor put aside; it is tried again", origin, reason, e);
        }
        return false;
    }
}
