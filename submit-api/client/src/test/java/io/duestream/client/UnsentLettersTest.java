package io.duestream.client;

import static io.duestream.client.Fixture.OUTCOMES;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.RetryPolicy;
import io.duestream.topic.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What a listener does with garbage whose dead letters do not even leave the producer. */
class UnsentLettersTest {
    private static final TopicPartition FIRST = new TopicPartition(OUTCOMES, 0);
    private static final TopicPartition SECOND = new TopicPartition(OUTCOMES, 1);

    private final MockConsumer<byte[], byte[]> consumer = Fixture.consumer(OUTCOMES, 2);

    @Test
    void without_a_dead_letter_topic_a_poll_waits_for_it_once() throws Exception {
        FailsAtOnce nowhere = new FailsAtOnce(letter -> new TimeoutException("Topic not present in metadata"));
        OutcomeListener listener = subscribed(nowhere);
        for (int i = 0; i < 3; i++) {
            consumer.addRecord(garbage(0, i));
            consumer.addRecord(garbage(1, i));
        }

        listener.turn();

        assertThat(nowhere.tried).hasSize(1);
        assertThat(consumer.paused()).containsExactlyInAnyOrder(FIRST, SECOND);
        assertThat(consumer.position(FIRST)).isZero();
        assertThat(consumer.position(SECOND)).isZero();
        consumer.resume(List.of(FIRST));
        consumer.addRecord(garbage(0, 0));
        listener.turn();
        assertThat(nowhere.tried).as("in the next poll").hasSize(2);
    }

    @Test
    void a_letter_that_its_topic_does_not_take_parks_its_own_partition_alone() throws Exception {
        FailsAtOnce picky = new FailsAtOnce(
                letter -> partition(letter).equals("0") ? new RecordTooLargeException("too large") : null);
        OutcomeListener listener = subscribed(picky);
        for (int i = 0; i < 2; i++) {
            consumer.addRecord(garbage(0, i));
            consumer.addRecord(garbage(1, i));
        }

        listener.turn();

        assertThat(picky.tried).hasSize(3);
        assertThat(picky.history()).hasSize(2);
        assertThat(consumer.paused()).containsExactly(FIRST);
        assertThat(consumer.position(FIRST)).isZero();
    }

    @Test
    void closing_is_noticed_between_two_dead_letters() throws Exception {
        List<OutcomeListener> self = new ArrayList<>();
        FailsAtOnce closing = new FailsAtOnce(letter -> {
            self.get(0).closeSoon();
            return null;
        });
        OutcomeListener listener = subscribed(closing);
        self.add(listener);
        for (int i = 0; i < 3; i++) {
            consumer.addRecord(garbage(0, i));
        }

        listener.turn();

        assertThat(closing.history()).hasSize(1);
    }

    /** As a producer answers what it finds out before a record is on its way. */
    private static final class FailsAtOnce extends MockProducer<byte[], byte[]> {
        private final Function<ProducerRecord<byte[], byte[]>, RuntimeException> failure;
        private final List<ProducerRecord<byte[], byte[]>> tried = new ArrayList<>();

        FailsAtOnce(Function<ProducerRecord<byte[], byte[]>, RuntimeException> failure) {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            this.failure = failure;
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> letter) {
            tried.add(letter);
            RuntimeException failed = failure.apply(letter);
            return failed == null ? super.send(letter) : CompletableFuture.failedFuture(failed);
        }
    }

    private OutcomeListener subscribed(MockProducer<byte[], byte[]> producer) {
        DeadLetterOffice letters = new DeadLetterOffice(Fixture.TOPICS, producer, Duration.ofSeconds(10));
        Backoff none = new Backoff(RetryPolicy.fixed(0, Duration.ofNanos(1)));
        OutcomeListener listener = new OutcomeListener(
                consumer, OUTCOMES, new OutcomeDelivery("shop", outcome -> {}, none, letters), Duration.ZERO);
        listener.subscribe();
        consumer.rebalance(List.of(FIRST, SECOND));
        return listener;
    }

    private static ConsumerRecord<byte[], byte[]> garbage(int partition, long offset) {
        return new ConsumerRecord<>(OUTCOMES, partition, offset, null, new byte[] {1, 2, 3});
    }

    private static String partition(ProducerRecord<byte[], byte[]> letter) {
        return new String(letter.headers().lastHeader(DeadLetters.PARTITION).value(), StandardCharsets.UTF_8);
    }
}
