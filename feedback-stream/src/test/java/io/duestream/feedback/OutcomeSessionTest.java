package io.duestream.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.codec.RecordCodec;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobOutcome;
import io.duestream.topic.DeadLetters;
import io.duestream.topic.JobPartition;
import io.duestream.topic.TopicReport;
import io.duestream.topic.TopicReport.State;
import io.duestream.topic.TopicReport.Topic;
import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutcomeSessionTest {
    private static final Topics TOPICS = Topics.of("duestream");
    private static final String AUDIT = TOPICS.audit().name();
    private static final TopicPartition P0 = new TopicPartition(AUDIT, 0);
    private static final TopicPartition P1 = new TopicPartition(AUDIT, 1);
    private static final RecordCodec<AuditRecord> AUDITS = RecordCodec.of(AuditRecord.class);
    private static final RecordCodec<JobOutcome> OUTCOMES = RecordCodec.of(JobOutcome.class);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final RefusingProducer producer = new RefusingProducer();
    private final Set<String> impossible = new HashSet<>();
    private final Progress progress = new Progress();
    private long nanos;

    private final Destinations destinations =
            new Destinations(TOPICS, this::ensure, () -> nanos, pause -> nanos += pause.toNanos());
    private final OutcomeSession session =
            new OutcomeSession(TOPICS, consumer, producer, destinations, progress, () -> nanos);

    @BeforeEach
    void begin() {
        session.begin();
        consumer.rebalance(List.of(P0, P1));
        consumer.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
    }

    @Test
    void outcomes_and_offsets_of_a_poll_are_one_transaction() {
        add(P0, 0, fireEnded("shop", 1));
        add(P0, 1, fireEnded("shop", 2));
        add(P1, 0, fireEnded("bank", 3));

        assertThat(session.turn()).isTrue();

        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(fires("shop")).containsExactly(1L, 2L);
        assertThat(fires("bank")).containsExactly(3L);
        assertThat(producer.history().get(0).key()).isEqualTo(bytes("mail/invoice-1"));
        assertThat(committedInTransactions()).isEqualTo(Map.of(P0, 2L, P1, 1L));
        assertThat(progress.status().outcomes()).isEqualTo(3);
        assertThat(progress.status().transactions()).isEqualTo(1);
        assertThat(progress.status().state()).isEqualTo(FeedbackStatus.State.RUNNING);
    }

    @Test
    void without_anything_to_tell_there_is_no_transaction_and_reading_goes_on_from_there() {
        assertThat(session.turn()).isFalse();
        add(P0, 0, AUDITS.encode(Audits.of(Optional.of("shop"), false, Audits.fireEnded(1))));

        assertThat(session.turn()).isTrue();

        assertThat(producer.commitCount()).isZero();
        assertThat(consumer.committed(Set.of(P0)).get(P0).offset()).isEqualTo(1);
        assertThat(progress.status().transactions()).isZero();
    }

    @Test
    void garbage_is_put_aside_with_its_bytes_and_the_records_around_it_are_told() {
        add(P0, 0, fireEnded("shop", 1));
        add(P0, 1, bytes("garbage"));
        add(P0, 2, null);
        add(P0, 3, fireEnded("shop", 4));

        assertThat(session.turn()).isTrue();

        assertThat(fires("shop")).containsExactly(1L, 4L);
        List<ProducerRecord<byte[], byte[]>> letters =
                sentTo(TOPICS.deadLetters().name());
        assertThat(letters).extracting(ProducerRecord::value).containsExactly(bytes("garbage"), null);
        assertThat(header(letters.get(0), DeadLetters.OFFSET)).isEqualTo("1");
        assertThat(header(letters.get(0), DeadLetters.REASON)).contains("not in Avro single-object encoding");
        assertThat(committedInTransactions()).isEqualTo(Map.of(P0, 4L));
        assertThat(progress.status().deadLetters()).isEqualTo(2);
    }

    @Test
    void a_record_of_a_newer_version_waits_and_is_read_again_while_other_partitions_go_on() {
        byte[] newer = fireEnded("shop", 2);
        newer[5] ^= 1;
        add(P0, 0, fireEnded("shop", 1));
        add(P0, 1, newer);
        add(P0, 2, fireEnded("shop", 3));
        add(P1, 0, fireEnded("bank", 4));

        assertThat(session.turn()).isTrue();

        assertThat(fires("shop")).containsExactly(1L);
        assertThat(fires("bank")).containsExactly(4L);
        assertThat(sentTo(TOPICS.deadLetters().name())).isEmpty();
        assertThat(committedInTransactions()).isEqualTo(Map.of(P0, 1L, P1, 1L));
        assertThat(consumer.paused()).containsExactly(P0);
        assertThat(consumer.position(P0)).isEqualTo(1);
        assertThat(progress.status().parked().get(0)).contains("unknown schema");

        nanos += Parking.RETRY_AFTER.toNanos();
        add(P0, 1, fireEnded("shop", 2));
        assertThat(session.turn()).isTrue();

        assertThat(fires("shop")).containsExactly(1L, 2L);
        assertThat(consumer.paused()).isEmpty();
        assertThat(progress.status().parked()).isEmpty();
    }

    @Test
    void a_parked_partition_that_another_one_got_is_forgotten() {
        byte[] newer = fireEnded("shop", 2);
        newer[5] ^= 1;
        add(P0, 0, newer);
        session.turn();
        assertThat(progress.status().parked()).containsOnlyKeys(0);

        consumer.rebalance(List.of(P1));
        session.turn();

        assertThat(progress.status().parked()).isEmpty();
    }

    @Test
    void a_group_whose_topic_cannot_be_made_stops_no_other_group() {
        impossible.add(TOPICS.outcomes("shop").name());
        add(P0, 0, fireEnded("shop", 1));
        add(P0, 1, fireEnded("bank", 2));

        assertThat(session.turn()).isTrue();

        assertThat(fires("bank")).containsExactly(2L);
        assertThat(sentTo(TOPICS.outcomes("shop").name())).isEmpty();
        ProducerRecord<byte[], byte[]> letter =
                sentTo(TOPICS.deadLetters().name()).get(0);
        assertThat(OUTCOMES.decode(letter.value()).fire()).isEqualTo(1);
        assertThat(header(letter, DeadLetters.DESTINATION)).isEqualTo("duestream.outcomes.shop");
        assertThat(header(letter, DeadLetters.REASON)).contains("policy says no");
        assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo(AUDIT);
        assertThat(progress.status().refused()).containsOnlyKeys("shop");
        assertThat(progress.status().deadLetters()).isEqualTo(1);
    }

    @Test
    void a_client_group_with_an_impossible_name_is_put_aside() {
        add(P0, 0, fireEnded("a b", 1));

        assertThat(session.turn()).isTrue();

        assertThat(header(sentTo(TOPICS.deadLetters().name()).get(0), DeadLetters.REASON))
                .startsWith("client group 'a b' is not a valid name");
    }

    @Test
    void a_topic_that_refuses_records_costs_some_transactions_and_then_stops_no_other_group() {
        producer.refused.put(TOPICS.outcomes("shop").name(), new TopicAuthorizationException("denied"));

        for (int attempt = 1; attempt <= Destinations.MAX_ATTEMPTS; attempt++) {
            add(P0, 0, fireEnded("bank", 1));
            add(P0, 1, fireEnded("shop", 2));
            assertThat(session.turn()).isFalse();
            assertThat(consumer.position(P0)).isZero();
            assertThat(producer.commitCount()).isZero();
            assertThat(progress.status().failures()).isEqualTo(attempt);
        }
        add(P0, 0, fireEnded("bank", 1));
        add(P0, 1, fireEnded("shop", 2));
        assertThat(session.turn()).isTrue();

        assertThat(fires("bank")).containsExactly(1L);
        assertThat(header(sentTo(TOPICS.deadLetters().name()).get(0), DeadLetters.REASON))
                .contains("denied");
        assertThat(progress.status().refused()).containsOnlyKeys("shop");
    }

    @Test
    void brokers_that_take_no_records_end_the_session_and_put_nothing_aside() {
        producer.refused.put(TOPICS.outcomes("shop").name(), new NotEnoughReplicasException("1 of 2"));
        add(P0, 0, fireEnded("shop", 1));

        assertThatThrownBy(session::turn)
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("duestream.outcomes.shop")
                .hasMessageContaining("1 of 2");

        assertThat(producer.commitCount()).isZero();
        assertThat(destinations.refused()).isEmpty();
    }

    @Test
    void a_zombie_commits_nothing() {
        producer.sendOffsetsToTransactionException = new CommitFailedException("another generation");
        add(P0, 0, fireEnded("shop", 1));

        assertThatThrownBy(session::turn).isInstanceOf(CommitFailedException.class);

        assertThat(producer.commitCount()).isZero();
        assertThat(progress.status().outcomes()).isZero();
    }

    private static byte[] fireEnded(String clientGroup, long fire) {
        return AUDITS.encode(Audits.of(Optional.of(clientGroup), true, Audits.fireEnded(fire)));
    }

    private void add(TopicPartition partition, long offset, byte[] value) {
        byte[] key = JobPartition.keyBytes(Audits.of(Optional.empty(), false).key());
        consumer.addRecord(new ConsumerRecord<>(AUDIT, partition.partition(), offset, key, value));
    }

    private List<ProducerRecord<byte[], byte[]>> sentTo(String topic) {
        return producer.history().stream()
                .filter(record -> record.topic().equals(topic))
                .toList();
    }

    private List<Long> fires(String clientGroup) {
        return sentTo(TOPICS.outcomes(clientGroup).name()).stream()
                .map(record -> OUTCOMES.decode(record.value()).fire())
                .toList();
    }

    private Map<TopicPartition, Long> committedInTransactions() {
        Map<TopicPartition, Long> committed = new HashMap<>();
        for (Map<String, Map<TopicPartition, OffsetAndMetadata>> transaction : producer.consumerGroupOffsetsHistory()) {
            transaction
                    .values()
                    .forEach(offsets ->
                            offsets.forEach((partition, offset) -> committed.put(partition, offset.offset())));
        }
        return committed;
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private TopicReport ensure(Collection<TopicSpec> specs) {
        return new TopicReport(specs.stream()
                .map(spec -> impossible.contains(spec.name())
                        ? new Topic(spec.name(), State.FAILED, 0, Uuid.ZERO_UUID, List.of("policy says no"))
                        : new Topic(spec.name(), State.PRESENT, 4, new Uuid(1, 1), List.of()))
                .toList());
    }

    /** As the brokers do it: the refusal comes with the callback. */
    private static final class RefusingProducer extends MockProducer<byte[], byte[]> {
        private final Map<String, RuntimeException> refused = new HashMap<>();

        RefusingProducer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            RuntimeException refusal = refused.get(record.topic());
            if (refusal == null) {
                return super.send(record, callback);
            }
            callback.onCompletion(null, refusal);
            return CompletableFuture.failedFuture(refusal);
        }
    }
}
