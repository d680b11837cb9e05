package io.duestream.client;

import io.duestream.topic.DeadLetters;
import io.duestream.topic.DeadLetters.Origin;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts outcomes aside that nobody could take. Letters go out together and are waited for together: one at a time, garbage
 * would cost a round trip each. For one thread.
 */
final class DeadLetterOffice {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterOffice.class);

    private final DeadLetters letters;
    private final Producer<byte[], byte[]> producer;
    private final Duration timeout;
    private final List<Letter> underWay = new ArrayList<>();
    private boolean unreachable;

    DeadLetterOffice(Topics topics, Producer<byte[], byte[]> producer, Duration timeout) {
        this.letters = new DeadLetters(topics);
        this.producer = producer;
        this.timeout = timeout;
    }

    private record Letter(Origin origin, String reason, Future<RecordMetadata> answer) {}

    /**
     * Sends a dead letter, to be waited for with the others by {@link #awaitAll()}. Where the topic cannot be found within the
     * producer's time, the letters until then are not even tried: each would take that time again.
     *
     * @return whether it is under way; if not, the record must not be passed over
     */
    boolean send(ConsumerRecord<byte[], byte[]> record, String reason) throws InterruptedException {
        Origin origin = Origin.of(record);
        if (unreachable) {
            LOG.error("{} cannot be used ({}) nor put aside now; it is tried again", origin, reason);
            return false;
        }
        try {
            Letter letter = new Letter(origin, reason, producer.send(letters.unreadable(record, reason)));
            if (letter.answer().isDone()) {
                // A producer does not throw what it fails with, but answers so.
                letter.answer().get();
            }
            underWay.add(letter);
            return true;
        } catch (ExecutionException e) {
            return notSent(origin, reason, e.getCause());
        } catch (KafkaException | IllegalStateException e) {
            return notSent(origin, reason, e);
        }
    }

    private boolean notSent(Origin origin, String reason, Throwable failure) {
        unreachable = failure instanceof org.apache.kafka.common.errors.TimeoutException;
        LOG.error("{} cannot be used ({}) nor put aside; it is tried again", origin, reason, failure);
        return false;
    }

    /**
     * Waits for the brokers.
     *
     * @return the records whose letters they do not have, in the order of sending; none of them may be passed over
     */
    List<Origin> awaitAll() throws InterruptedException {
        long deadline = System.nanoTime() + 2 * timeout.toNanos();
        List<Origin> missing = new ArrayList<>();
        List<Letter> arrived = new ArrayList<>();
        for (Letter letter : underWay) {
            try {
                letter.answer().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                arrived.add(letter);
            } catch (ExecutionException e) {
                missing.add(letter.origin());
                LOG.error("{}; it is tried again", failed(letter), e.getCause());
            } catch (TimeoutException e) {
                missing.add(letter.origin());
                LOG.error("{} in time; it is tried again", failed(letter), e);
            }
        }
        underWay.clear();
        unreachable = false;
        tell(arrived);
        return missing;
    }

    private static String failed(Letter letter) {
        return letter.origin() + " cannot be used (" + letter.reason() + ") nor put aside";
    }

    /** One line for all: each letter says itself what it is. */
    private static void tell(List<Letter> arrived) {
        if (!arrived.isEmpty()) {
            Letter first = arrived.get(0);
            String others = arrived.size() == 1 ? "" : "; so are " + (arrived.size() - 1) + " more";
            LOG.warn("{} is a dead letter now: {}{}", first.origin(), first.reason(), others);
        }
    }
}
