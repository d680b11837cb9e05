package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OperationNotAttemptedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardedProducerTest {
    private static final Topics TOPICS = Topics.of("test");
    private static final String MAIL = TOPICS.dispatch("mail").name();
    private static final String AUDIT = TOPICS.audit().name();
    private static final String FAX = TOPICS.dispatch("fax").name();

    private final Map<String, Integer> topics =
            new HashMap<>(Map.of(MAIL, 3, TOPICS.audit().name(), 2));
    private final List<Exception> told = new ArrayList<>();
    private final KnownGroups groups = new KnownGroups(TOPICS, this::partitions, () -> {});
    private final FailingProducer plain = new FailingProducer();
    private final FakeLeftovers leftovers = new FakeLeftovers();
    private final EarlierTransactions earlier = new EarlierTransactions(leftovers, "tracker-1");
    private final GuardedProducer producer = new GuardedProducer(() -> plain, groups, new StreamThreads(), earlier);

    /** What brokers would say of earlier transactions. */
    private static final class FakeLeftovers implements Leftovers {
        private int asked;
        private Set<TopicPartition> hindered = Set.of();
        private KafkaException problem;

        @Override
        public Set<TopicPartition> end(String transactionalId) {
            asked++;
            if (problem != null) {
                throw problem;
            }
            return hindered;
        }
    }

    /** Reports an error on the calling thread, as KafkaProducer does when it gets no metadata. */
    private static final class FailingProducer extends MockProducer<byte[], byte[]> {
        private RuntimeException next;
        private Duration closedWithin;

        FailingProducer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized java.util.concurrent.Future<RecordMetadata> send(
                ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (next != null) {
                callback.onCompletion(null, next);
                return java.util.concurrent.CompletableFuture.failedFuture(next);
            }
            return super.send(record, callback);
        }

        @Override
        public void close(Duration timeout) {
            closedWithin = timeout;
            super.close(timeout);
        }
    }

    private List<PartitionInfo> partitions(String topic) {
        return IntStream.range(0, topics.getOrDefault(topic, 0))
                .mapToObj(each -> new PartitionInfo(topic, each, null, null, null))
                .toList();
    }

    @BeforeEach
    void begin() {
        producer.initTransactions();
        producer.beginTransaction();
    }

    @Test
    void a_producer_that_takes_no_more_records_is_told_as_kafkas_fault_and_not_as_that_of_the_record() {
        plain.close();

        for (String topic : List.of(MAIL, TOPICS.audit().name())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, new byte[1])))
                    .isInstanceOf(KafkaException.class)
                    .hasMessageContaining("takes no more records")
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(producer::beginTransaction)
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("takes no more records");
    }

    @Test
    void partitions_are_answered_from_the_view_with_one_made_up_for_an_unknown_topic() {
        assertThat(producer.partitionsFor(MAIL)).hasSize(3);
        assertThat(producer.partitionsFor(FAX)).hasSize(1);
    }

    @Test
    void closing_waits_no_longer_than_a_moment_for_a_transaction_that_nobody_ends() {
        producer.close();

        assertThat(plain.closed()).isTrue();
        assertThat(plain.closedWithin).isNotNull().isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void what_can_be_sent_is_sent_and_committed() {
        send(MAIL);
        producer.commitTransaction();

        assertThat(plain.history()).hasSize(1);
        assertThat(told).containsOnlyNulls();
    }

    @Test
    void what_earlier_transactions_have_left_is_ended_before_the_first_one_and_around_an_abort() {
        assertThat(leftovers.asked).isEqualTo(1);
        send(MAIL);
        producer.commitTransaction();
        assertThat(leftovers.asked)
                .as("a commit that nothing is against leaves nothing")
                .isEqualTo(1);

        producer.beginTransaction();
        producer.abortTransaction();

        assertThat(leftovers.asked).isEqualTo(3);
    }

    @Test
    void a_commit_that_had_to_be_tried_again_is_looked_after() {
        send(MAIL);
        plain.commitTransactionException = new TimeoutException("no answer");
        assertThatThrownBy(producer::commitTransaction).isInstanceOf(TimeoutException.class);
        plain.commitTransactionException = null;
        assertThat(leftovers.asked).isEqualTo(1);

        producer.commitTransaction();

        assertThat(leftovers.asked).isEqualTo(2);
    }

    @Test
    void nothing_is_written_while_it_is_unknown_what_earlier_transactions_have_left() {
        leftovers.problem = new KafkaException("the brokers do not say");
        producer.abortTransaction();
        producer.beginTransaction();

        assertThatThrownBy(() -> send(AUDIT))
                .hasCauseInstanceOf(InvalidProducerEpochException.class)
                .hasMessageContaining("the brokers do not say");
        assertThat(plain.history()).isEmpty();

        producer.abortTransaction();
        producer.beginTransaction();
        leftovers.problem = null;
        send(AUDIT);
        producer.commitTransaction();

        assertThat(plain.history()).hasSize(1);
    }

    @Test
    void a_group_whose_partition_cannot_be_looked_at_is_let_rest_and_no_other() {
        leftovers.hindered = Set.of(new TopicPartition(MAIL, 0));
        producer.abortTransaction();
        producer.beginTransaction();

        send(AUDIT);
        assertThatThrownBy(() -> send(MAIL))
                .hasCauseInstanceOf(InvalidProducerEpochException.class)
                .hasMessageContaining("an earlier transaction may be open there");
        assertThat(groups.partitions("mail")).isZero();
    }

    @Test
    void a_send_to_a_topic_that_is_missing_gives_the_transaction_up() {
        assertThatThrownBy(() -> send(FAX))
                .isInstanceOf(KafkaException.class)
                .hasCauseInstanceOf(InvalidProducerEpochException.class)
                .hasMessageContaining(FAX);
        assertThatThrownBy(() -> send(MAIL)).hasCauseInstanceOf(InvalidProducerEpochException.class);
        assertThatThrownBy(() -> producer.sendOffsetsToTransaction(Map.of(), null))
                .isInstanceOf(InvalidProducerEpochException.class);
        assertThatThrownBy(producer::commitTransaction).isInstanceOf(InvalidProducerEpochException.class);
        assertThat(plain.uncommittedRecords()).isEmpty();
    }

    @Test
    void after_the_abort_it_goes_on_and_only_that_group_is_held_back() {
        plain.next = new TimeoutException("no metadata");
        assertThatThrownBy(() -> send(MAIL)).hasCauseInstanceOf(InvalidProducerEpochException.class);
        plain.next = null;
        producer.abortTransaction();
        producer.beginTransaction();

        assertThat(told).as("Streams would keep the error for its next life").isEmpty();
        assertThat(groups.partitions("mail")).isZero();
        send(TOPICS.audit().name());
        producer.commitTransaction();
        assertThat(plain.history()).hasSize(1);
    }

    @Test
    void an_abort_does_not_wait_for_records_on_their_way_to_a_topic_that_is_gone() {
        SilentProducer silent = new SilentProducer();
        FailingProducer second = new FailingProducer();
        Deque<Producer<byte[], byte[]>> made = new ArrayDeque<>(List.of(silent, second));
        GuardedProducer guarded = new GuardedProducer(made::pop, groups, new StreamThreads(), earlier);
        guarded.initTransactions();
        guarded.beginTransaction();
        guarded.send(new ProducerRecord<>(MAIL, 0, null, new byte[] {1}), (sent, failure) -> told.add(failure));
        topics.remove(MAIL);
        groups.changed(MAIL);

        guarded.flush();
        assertThatThrownBy(guarded::commitTransaction).isInstanceOf(InvalidProducerEpochException.class);
        guarded.abortTransaction();

        assertThat(silent.closed()).isTrue();
        assertThat(told).as("Streams would keep the error for its next life").isEmpty();
        guarded.beginTransaction();
        guarded.send(new ProducerRecord<>(TOPICS.audit().name(), 0, null, new byte[] {1}));
        guarded.commitTransaction();
        assertThat(second.history()).hasSize(1);
    }

    @Test
    void an_abort_for_another_reason_does_not_wait_for_them_either() {
        SilentProducer silent = new SilentProducer();
        FailingProducer second = new FailingProducer();
        Deque<Producer<byte[], byte[]>> made = new ArrayDeque<>(List.of(silent, second));
        GuardedProducer guarded = new GuardedProducer(made::pop, groups, new StreamThreads(), earlier);
        guarded.initTransactions();
        guarded.beginTransaction();
        guarded.send(new ProducerRecord<>(MAIL, 0, null, new byte[] {1}), (sent, failure) -> told.add(failure));
        topics.remove(MAIL);

        guarded.abortTransaction();

        assertThat(silent.closed()).isTrue();
        assertThat(groups.partitions("mail")).isZero();
    }

    /** Takes records and waits for answers that never come, until it is closed. */
    private static final class SilentProducer extends MockProducer<byte[], byte[]> {
        SilentProducer() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized void flush() {
            throw new AssertionError("a flush would wait");
        }

        @Override
        public void abortTransaction() {
            throw new AssertionError("an abort would wait");
        }

        @Override
        public void close(Duration timeout) {
            assertThat(timeout).isZero();
            while (errorNext(new KafkaException("Producer is closed forcefully."))) {
                assertThat(closed()).isFalse();
            }
            super.close(timeout);
        }
    }

    @Test
    void a_failure_of_a_topic_that_is_no_groups_holds_nothing_back() {
        plain.next = new TimeoutException("no metadata");
        assertThatThrownBy(() -> send(TOPICS.audit().name())).hasCauseInstanceOf(InvalidProducerEpochException.class);

        assertThat(groups.partitions("mail")).isEqualTo(3);
        assertThat(groups.missing(TOPICS.audit().name())).isFalse();
    }

    @Test
    void what_the_broker_did_not_look_at_beside_a_topic_that_is_gone_gives_the_transaction_up_and_is_not_told()
            throws Exception {
        SilentProducer silent = new SilentProducer();
        GuardedProducer guarded = new GuardedProducer(() -> silent, groups, new StreamThreads(), earlier);
        guarded.initTransactions();
        guarded.beginTransaction();
        guarded.send(
                new ProducerRecord<>(TOPICS.audit().name(), 0, null, new byte[] {1}),
                (sent, failure) -> told.add(failure));
        Thread sender = new Thread(() -> silent.errorNext(new OperationNotAttemptedException("not looked at")));
        sender.start();
        sender.join();

        assertThatThrownBy(guarded::commitTransaction).isInstanceOf(InvalidProducerEpochException.class);
        assertThat(told).isEmpty();
    }

    private void send(String topic) {
        producer.send(new ProducerRecord<>(topic, 0, null, new byte[] {1}), (sent, failure) -> told.add(failure));
    }
}
