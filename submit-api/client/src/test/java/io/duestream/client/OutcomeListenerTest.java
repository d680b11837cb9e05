package io.duestream.client;

import static io.duestream.client.Fixture.OUTCOMES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.job.JobId;
import io.duestream.job.RetryPolicy;
import io.duestream.record.JobOutcome;
import io.duestream.record.event.FireEnd;
import io.duestream.topic.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class OutcomeListenerTest {
    private static final TopicPartition FIRST = new TopicPartition(OUTCOMES, 0);
    private static final TopicPartition SECOND = new TopicPartition(OUTCOMES, 1);

    private final MockConsumer<byte[], byte[]> consumer = Fixture.consumer(OUTCOMES, 2);
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final List<JobOutcome> taken = new ArrayList<>();

    @Test
    void outcomes_are_taken_in_the_order_of_their_partition() throws Exception {
        OutcomeListener listener = subscribed(taken::add);
        JobOutcome one = outcome(1);
        JobOutcome two = outcome(2);
        consumer.addRecord(Fixture.record(0, 0, one));
        consumer.addRecord(Fixture.record(0, 1, two));

        listener.turn();

        assertThat(taken).containsExactly(one, two);
    }

    @Test
    void an_offset_is_committed_after_the_handler_returned_and_not_before() throws Exception {
        List<Map<TopicPartition, OffsetAndMetadata>> whileHandling = new ArrayList<>();
        OutcomeListener listener = subscribed(told -> whileHandling.add(consumer.committed(Set.of(FIRST))));
        consumer.addRecord(Fixture.record(0, 0, outcome(1)));

        listener.turn();
        listener.turn();

        assertThat(whileHandling).containsExactly(Map.of());
        assertThat(consumer.committed(Set.of(FIRST))).containsEntry(FIRST, new OffsetAndMetadata(1));
    }

    @Test
    void a_handler_that_throws_is_given_the_outcome_again() throws Exception {
        OutcomeListener listener = subscribed(told -> {
            taken.add(told);
            if (taken.size() < 3) {
                throw new IllegalStateException("database away");
            }
        });
        consumer.addRecord(Fixture.record(0, 0, outcome(1)));

        listener.turn();

        assertThat(taken).hasSize(3).containsOnly(outcome(1));
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void an_outcome_that_the_handler_never_takes_becomes_a_dead_letter_and_the_next_follows() throws Exception {
        OutcomeListener listener = subscribed(told -> {
            if (told.equals(outcome(1))) {
                throw new IllegalStateException("unknown customer");
            }
            taken.add(told);
        });
        ConsumerRecord<byte[], byte[]> hopeless = Fixture.record(0, 0, outcome(1));
        consumer.addRecord(hopeless);
        consumer.addRecord(Fixture.record(0, 1, outcome(2)));

        listener.turn();

        assertThat(taken).containsExactly(outcome(2));
        assertThat(producer.history()).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo("duestream.dead-letters");
            assertThat(letter.value()).isEqualTo(hopeless.value());
            assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo(OUTCOMES);
            assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("0");
            assertThat(header(letter, DeadLetters.REASON))
                    .contains("client group shop failed 4 times", "unknown customer");
        });
    }

    @Test
    void an_error_in_the_handlers_code_does_not_end_the_listener() throws Exception {
        OutcomeListener listener = subscribed(told -> {
            if (told.equals(outcome(1))) {
                throw new NoClassDefFoundError("com/example/Mail");
            }
            taken.add(told);
        });
        consumer.addRecord(Fixture.record(0, 0, outcome(1)));
        consumer.addRecord(Fixture.record(0, 1, outcome(2)));

        listener.turn();

        assertThat(taken).containsExactly(outcome(2));
    }

    @Test
    void garbage_becomes_a_dead_letter_without_the_handler() throws Exception {
        OutcomeListener listener = subscribed(taken::add);
        consumer.addRecord(new ConsumerRecord<>(OUTCOMES, 0, 0, null, new byte[] {1, 2, 3}));
        consumer.addRecord(Fixture.record(0, 1, outcome(2)));

        listener.turn();

        assertThat(taken).containsExactly(outcome(2));
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void while_a_dead_letter_cannot_be_written_its_partition_waits_and_the_others_do_not() throws Exception {
        producer.sendException = new TimeoutException("no broker");
        OutcomeListener listener = subscribed(taken::add);
        consumer.addRecord(new ConsumerRecord<>(OUTCOMES, 0, 0, null, new byte[] {1, 2, 3}));
        consumer.addRecord(Fixture.record(0, 1, outcome(1)));
        consumer.addRecord(Fixture.record(1, 0, outcome(2)));

        listener.turn();
        listener.turn();

        assertThat(taken).containsExactly(outcome(2));
        assertThat(consumer.paused()).containsExactly(FIRST);
        assertThat(consumer.position(FIRST)).isZero();
        assertThat(consumer.committed(Set.of(FIRST, SECOND))).containsOnlyKeys(SECOND);
    }

    @Test
    void dead_letters_go_out_together_and_are_waited_for_before_anything_is_committed() throws Exception {
        MockProducer<byte[], byte[]> slow =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        OutcomeListener listener = subscribed(taken::add, slow);
        CompletableFuture<Void> broker = CompletableFuture.runAsync(() -> {
            await().atMost(Duration.ofSeconds(20)).until(() -> slow.history().size() == 3);
            while (slow.completeNext()) {
                // all three
            }
        });
        for (int i = 0; i < 3; i++) {
            consumer.addRecord(new ConsumerRecord<>(OUTCOMES, 0, i, null, new byte[] {1, 2, 3}));
        }
        consumer.addRecord(Fixture.record(0, 3, outcome(1)));

        listener.turn();
        broker.get(20, TimeUnit.SECONDS);
        listener.turn();

        assertThat(taken).containsExactly(outcome(1));
        assertThat(consumer.committed(Set.of(FIRST))).containsEntry(FIRST, new OffsetAndMetadata(4));
    }

    @Test
    void a_partition_goes_back_to_the_first_record_whose_dead_letter_the_broker_refused() throws Exception {
        MockProducer<byte[], byte[]> refusing =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        OutcomeListener listener = subscribed(taken::add, refusing);
        CompletableFuture<Void> broker = CompletableFuture.runAsync(() -> {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> refusing.history().size() == 2);
            refusing.completeNext();
            refusing.errorNext(new TimeoutException("no broker"));
        });
        consumer.addRecord(new ConsumerRecord<>(OUTCOMES, 0, 0, null, new byte[] {1, 2, 3}));
        consumer.addRecord(new ConsumerRecord<>(OUTCOMES, 0, 1, null, new byte[] {1, 2, 3}));
        consumer.addRecord(Fixture.record(1, 0, outcome(2)));

        listener.turn();
        broker.get(20, TimeUnit.SECONDS);
        listener.turn();

        assertThat(consumer.paused()).containsExactly(FIRST);
        assertThat(consumer.position(FIRST)).isEqualTo(1);
        assertThat(consumer.committed(Set.of(FIRST, SECOND)))
                .containsEntry(FIRST, new OffsetAndMetadata(1))
                .containsEntry(SECOND, new OffsetAndMetadata(1));
    }

    @Test
    void an_outcome_of_a_newer_version_waits_for_the_upgrade() throws Exception {
        OutcomeListener listener = subscribed(taken::add);
        byte[] newer = Fixture.record(0, 0, outcome(1)).value();
        newer[3] ^= 1;
        consumer.addRecord(new ConsumerRecord<>(OUTCOMES, 0, 0, null, newer));

        listener.turn();

        assertThat(taken).isEmpty();
        assertThat(producer.history()).isEmpty();
        assertThat(consumer.paused()).containsExactly(FIRST);
    }

    @Test
    void closing_while_the_handler_fails_leaves_the_outcome_to_the_next_process() throws Exception {
        List<OutcomeListener> self = new ArrayList<>();
        OutcomeListener listener = subscribed(told -> {
            taken.add(told);
            self.get(0).close();
            throw new IllegalStateException("shutting down");
        });
        self.add(listener);
        consumer.addRecord(Fixture.record(0, 0, outcome(1)));

        listener.turn();

        assertThat(taken).hasSize(1);
        assertThat(producer.history()).isEmpty();
        assertThat(consumer.committed(Set.of(FIRST))).isEmpty();
    }

    @Test
    void what_was_taken_is_committed_before_its_partition_moves() throws Exception {
        OutcomeListener listener = subscribed(taken::add);
        consumer.addRecord(Fixture.record(0, 0, outcome(1)));
        List<Map<TopicPartition, OffsetAndMetadata>> atTheMove = new ArrayList<>();
        listener.turn();

        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(SECOND));
            consumer.rebalance(List.of(FIRST, SECOND));
            atTheMove.add(consumer.committed(Set.of(FIRST)));
        });
        listener.turn();

        assertThat(atTheMove).containsExactly(Map.of(FIRST, new OffsetAndMetadata(1)));
    }

    @Test
    void a_topic_that_is_not_there_yet_is_read_from_its_beginning_once_it_is() throws Exception {
        MockConsumer<byte[], byte[]> early = new MockConsumer<>("earliest");
        OutcomeListener listener = new OutcomeListener(early, OUTCOMES, delivery(taken::add), Duration.ZERO);

        listener.turn();
        assertThat(early.subscription()).isEmpty();
        Fixture.addTopic(early, OUTCOMES, 1);
        early.schedulePollTask(() -> {
            early.rebalance(List.of(FIRST));
            early.addRecord(Fixture.record(0, 0, outcome(1)));
        });
        listener.turn();

        assertThat(taken).containsExactly(outcome(1));
    }

    @Test
    void a_started_listener_takes_outcomes_and_commits_them_before_it_is_closed() throws Exception {
        CompletableFuture<JobOutcome> handled = new CompletableFuture<>();
        CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> committed = new CompletableFuture<>();
        MockConsumer<byte[], byte[]> closing = new MockConsumer<>("earliest") {
            @Override
            public void close() {
                committed.complete(committed(Set.of(FIRST)));
                super.close();
            }
        };
        Fixture.addTopic(closing, OUTCOMES, 1);
        closing.schedulePollTask(() -> {
            closing.rebalance(List.of(FIRST));
            closing.addRecord(Fixture.record(0, 0, outcome(1)));
        });
        OutcomeListener listener = new OutcomeListener(closing, OUTCOMES, delivery(handled::complete), Duration.ZERO);

        listener.start();
        assertThat(handled.get(20, TimeUnit.SECONDS)).isEqualTo(outcome(1));
        listener.close();

        assertThat(committed).isCompletedWithValue(Map.of(FIRST, new OffsetAndMetadata(1)));
    }

    private OutcomeListener subscribed(JobFinishedHandler handler) {
        return subscribed(handler, producer);
    }

    private OutcomeListener subscribed(JobFinishedHandler handler, MockProducer<byte[], byte[]> letters) {
        OutcomeListener listener = new OutcomeListener(consumer, OUTCOMES, delivery(handler, letters), Duration.ZERO);
        listener.subscribe();
        consumer.rebalance(List.of(FIRST, SECOND));
        return listener;
    }

    private OutcomeDelivery delivery(JobFinishedHandler handler) {
        return delivery(handler, producer);
    }

    private static OutcomeDelivery delivery(JobFinishedHandler handler, MockProducer<byte[], byte[]> letters) {
        Backoff backoff = new Backoff(RetryPolicy.fixed(3, Duration.ofNanos(1)));
        return new OutcomeDelivery(
                "shop", handler, backoff, new DeadLetterOffice(Fixture.TOPICS, letters, Duration.ofSeconds(10)));
    }

    private static JobOutcome outcome(long job) {
        return Fixture.fireEnded("id-" + job, new JobId(0, job), FireEnd.SUCCEEDED);
    }

    private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
        return Optional.ofNullable(letter.headers().lastHeader(name))
                .map(each -> new String(each.value(), StandardCharsets.UTF_8))
                .orElseThrow();
    }
}
