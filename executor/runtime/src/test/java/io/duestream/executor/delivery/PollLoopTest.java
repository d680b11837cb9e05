package io.duestream.executor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.codec.RecordCodec;
import io.duestream.executor.Attempts;
import io.duestream.record.JobDispatch;
import io.duestream.topic.DeadLetters;
import io.duestream.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop against a consumer without a broker, turn by turn, in virtual time. */
@Timeout(20)
class PollLoopTest {
    private static final Topics TOPICS = Topics.of("test");
    private static final String TOPIC = TOPICS.dispatch("mail").name();
    private static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    private static final TopicPartition P1 = new TopicPartition(TOPIC, 1);
    private static final RecordCodec<JobDispatch> CODEC = RecordCodec.of(JobDispatch.class);
    private static final PollLoop.Times TIMES = new PollLoop.Times(Duration.ofMillis(50), Duration.ofMillis(40));

    private final AtomicLong now = new AtomicLong();
    private int rebalances;
    private final Map<TopicPartition, OffsetAndMetadata> committedOnLeaving = new HashMap<>();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            if (rebalances-- > 0) {
                throw new RebalanceInProgressException();
            }
            committedOnLeaving.putAll(offsets);
            super.commitSync(offsets, timeout);
        }
    };
    private final Deliveries deliveries = new Deliveries(new QueueBound(2, 1_000_000), () -> true);
    private final List<Delivery> running = new ArrayList<>();
    private final Map<ProducerRecord<byte[], byte[]>, Runnable> letters = new HashMap<>();
    private final Cadence cadence = new Cadence(TIMES.flush(), 0);
    private Duration flushTakes = Duration.ZERO;
    private Optional<KafkaException> letterProblem = Optional.empty();
    private int flushes;
    private PollLoop loop;

    @BeforeEach
    void join() {
        Intake intake = new Intake("mail", CODEC, deliveries, new DeadLetters(TOPICS), this::sendLetter);
        Standstill never = new Standstill(Duration.ofDays(1), now::get);
        loop = new PollLoop(consumer, TOPIC, deliveries, intake, this::reportStarted, TIMES, never, now::get);
        consumer.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
        consumer.updateEndOffsets(Map.of(P0, 0L, P1, 0L));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(P0, P1)));
        turnAt(0);
    }

    @Test
    void a_run_is_reported_at_the_flush_and_its_offset_committed_after_the_acknowledgement() throws Exception {
        receive(P0, 0, Attempts.of("job"));
        running.add(deliveries.take().orElseThrow());
        turnAt(49);
        assertThat(flushes).isZero();
        assertThat(committed(P0)).isNull();

        turnAt(50);
        assertThat(flushes).isEqualTo(1);
        turnAt(100);

        assertThat(committed(P0)).isEqualTo(1);
    }

    @Test
    void the_loop_tells_whether_it_has_partitions() {
        turnAt(1);
        assertThat(loop.hasPartitions()).isTrue();
        consumer.rebalance(List.of());
        turnAt(2);
        assertThat(loop.hasPartitions()).isFalse();
    }

    @Test
    void a_full_partition_is_paused_and_taken_up_again_when_half_is_started() throws Exception {
        receive(P0, 0, Attempts.of("a"));
        receive(P0, 1, Attempts.of("b"));
        turnAt(1);
        assertThat(consumer.paused()).containsExactly(P0);

        deliveries.take();
        turnAt(2);

        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void garbage_is_a_dead_letter_and_counts_when_the_broker_has_it() {
        consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, 0, key(), "garbage".getBytes(StandardCharsets.UTF_8)));
        turnAt(1);
        turnAt(100);
        assertThat(letters.keySet()).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo(TOPICS.deadLetters().name());
            assertThat(letter.value()).asString().isEqualTo("garbage");
        });
        assertThat(committed(P0)).isNull();

        letters.values().forEach(Runnable::run);
        turnAt(200);

        assertThat(committed(P0)).isEqualTo(1);
    }

    @Test
    void an_attempt_for_another_group_is_a_dead_letter() {
        receive(P0, 0, Attempts.of("job").group("fax"));

        assertThat(letters.keySet())
                .singleElement()
                .satisfies(letter -> assertThat(new String(
                                letter.headers().lastHeader(DeadLetters.REASON).value(), StandardCharsets.UTF_8))
                        .contains("'fax'", "'mail'"));
        assertThat(deliveries.standing().waiting()).isZero();
    }

    @Test
    void a_record_of_a_newer_version_holds_its_partition_and_no_other() {
        byte[] unknown = CODEC.encode(Attempts.of("new").dispatch());
        unknown[5]++;
        consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, 0, key(), unknown));
        consumer.addRecord(record(P0, 1, Attempts.of("behind")));
        consumer.addRecord(record(P1, 0, Attempts.of("beside")));
        turnAt(1);

        assertThat(deliveries.standing().waiting()).isEqualTo(1);
        assertThat(consumer.paused()).containsExactly(P0);
        assertThat(consumer.position(P0)).isZero();
        assertThat(letters).isEmpty();

        turnAt(30_000);
        assertThat(consumer.paused()).containsExactly(P0);
        turnAt(30_001);
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void a_dead_letter_that_could_not_be_sent_is_sent_again_and_no_run_before_it_is_committed_over() throws Exception {
        receive(P0, 0, Attempts.of("running"));
        Delivery earlier = deliveries.take().orElseThrow();
        letterProblem = Optional.of(new KafkaException("no letter"));
        ConsumerRecord<byte[], byte[]> garbage =
                new ConsumerRecord<>(TOPIC, 0, 1, key(), "garbage".getBytes(StandardCharsets.UTF_8));
        consumer.addRecord(garbage);
        turnAt(1);
        assertThat(consumer.paused()).containsExactly(P0);

        letterProblem = Optional.empty();
        consumer.addRecord(garbage);
        turnAt(30_001);
        letters.values().forEach(Runnable::run);
        turnAt(31_000);
        assertThat(letters).hasSize(1);
        assertThat(committed(P0)).isNull();

        settle(earlier);
        turnAt(32_000);
        assertThat(committed(P0)).isEqualTo(2);
    }

    @Test
    void a_partition_that_is_revoked_is_reported_and_committed_before_it_goes() throws Exception {
        receive(P0, 0, Attempts.of("running"));
        receive(P0, 1, Attempts.of("waiting"));
        running.add(deliveries.take().orElseThrow());

        loop.handover().onPartitionsRevoked(List.of(P0));

        assertThat(flushes).isEqualTo(1);
        assertThat(committed(P0)).isEqualTo(1);
        assertThat(deliveries.standing()).isEqualTo(new Deliveries.Standing(0, 0, false));
    }

    @Test
    void a_revoked_partition_goes_in_time_even_if_its_reports_do_not_arrive() throws Exception {
        receive(P0, 0, Attempts.of("unreported"));
        deliveries.take();
        flushTakes = Duration.ofMillis(30);

        loop.handover().onPartitionsRevoked(List.of(P0));

        assertThat(flushes).isEqualTo(2);
        assertThat(committed(P0)).isNull();
        assertThat(deliveries.standing()).isEqualTo(new Deliveries.Standing(0, 0, false));
    }

    @Test
    void a_lost_partition_is_not_committed() throws Exception {
        receive(P0, 0, Attempts.of("job"));
        Delivery delivery = deliveries.take().orElseThrow();
        settle(delivery);

        loop.handover().onPartitionsLost(List.of(P0));
        turnAt(100);

        assertThat(committed(P0)).isNull();
    }

    @Test
    void what_was_there_before_the_assignment_is_confirmed_first() throws Exception {
        consumer.updateEndOffsets(Map.of(P0, 1L));
        loop.handover().onPartitionsAssigned(List.of(P0));
        receive(P0, 0, Attempts.of("before"));
        receive(P0, 1, Attempts.of("after"));

        assertThat(deliveries.take().orElseThrow().confirmFirst()).isTrue();
        assertThat(deliveries.take().orElseThrow().confirmFirst()).isFalse();
    }

    @Test
    void a_boundary_that_could_not_be_learnt_is_asked_for_again() throws Exception {
        consumer.setOffsetsException(new KafkaException("no answer"));
        loop.handover().onPartitionsAssigned(List.of(P0));
        assertThat(deliveries.boundaryUnknown(0)).isTrue();

        turnAt(1_000);

        assertThat(deliveries.boundaryUnknown(0)).isFalse();
    }

    @Test
    void a_failing_poll_is_tried_again_and_reports_go_on() {
        consumer.setPollException(new KafkaException("not authorised"));
        turnAt(1);
        receive(P0, 0, Attempts.of("job"));
        assertThat(deliveries.standing().waiting()).isZero();
        turnAt(60);
        assertThat(flushes).isEqualTo(1);

        turnAt(1_002);

        assertThat(deliveries.standing().waiting()).isEqualTo(1);
    }

    @Test
    void a_loop_that_is_to_take_nothing_leaves_the_group_and_joins_it_again() throws Exception {
        receive(P0, 0, Attempts.of("running"));
        receive(P1, 0, Attempts.of("waiting"));
        running.add(deliveries.take().orElseThrow());

        loop.takePartitions(false);
        turnAt(10);

        assertThat(consumer.subscription()).isEmpty();
        assertThat(committedOnLeaving).isEqualTo(Map.of(P0, GoodOrder.at(1), P1, GoodOrder.at(0)));
        assertThat(deliveries.standing()).isEqualTo(new Deliveries.Standing(0, 0, false));
        assertThat(loop.hasPartitions()).isFalse();
        int before = flushes;
        turnAt(60);
        assertThat(flushes).as("runs are reported as ever").isEqualTo(before + 1);

        loop.takePartitions(true);
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(P1));
            consumer.seek(P1, 0);
            consumer.addRecord(record(P1, 0, Attempts.of("waiting")));
        });
        turnAt(110);

        assertThat(consumer.subscription()).containsExactly(TOPIC);
        assertThat(deliveries.standing().waiting()).isEqualTo(1);
    }

    @Test
    void leaving_in_the_middle_of_a_rebalance_waits_for_its_end_to_commit() throws Exception {
        receive(P0, 0, Attempts.of("running"));
        running.add(deliveries.take().orElseThrow());
        rebalances = 2;
        List<String> polled = new ArrayList<>();
        consumer.schedulePollTask(() -> polled.add("first"));
        consumer.schedulePollTask(() -> {
            polled.add("second");
            consumer.addRecord(record(P1, 0, Attempts.of("came meanwhile")));
        });
        loop.stop();

        loop.run();

        assertThat(committedOnLeaving).isEqualTo(Map.of(P0, GoodOrder.at(1)));
        assertThat(polled).containsExactly("first", "second");
        assertThat(deliveries.standing()).isEqualTo(new Deliveries.Standing(0, 0, false));
    }

    @Test
    void a_rebalance_that_does_not_end_keeps_nobody_from_leaving() throws Exception {
        receive(P0, 0, Attempts.of("running"));
        running.add(deliveries.take().orElseThrow());
        rebalances = Integer.MAX_VALUE;
        Thread time = new Thread(() -> {
            while (!consumer.closed()) {
                now.addAndGet(Duration.ofMillis(10).toNanos());
                Thread.yield();
            }
        });
        time.start();
        loop.stop();

        loop.run();

        assertThat(committedOnLeaving).isEmpty();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void a_loop_that_cannot_leave_the_group_tries_again() {
        consumer.schedulePollTask(() -> {
            throw new KafkaException("not authorised");
        });
        turnAt(1);
        loop.takePartitions(false);
        turnAt(2);
        assertThat(consumer.subscription()).as("the fault first").isNotEmpty();

        turnAt(1_100);

        assertThat(consumer.subscription()).isEmpty();
    }

    @Test
    void stopping_gives_everything_away_and_closes_the_consumer() throws Exception {
        receive(P0, 0, Attempts.of("running"));
        receive(P1, 0, Attempts.of("waiting"));
        running.add(deliveries.take().orElseThrow());
        loop.stop();

        loop.run();

        assertThat(flushes).isEqualTo(1);
        assertThat(consumer.closed()).isTrue();
        assertThat(deliveries.standing()).isEqualTo(new Deliveries.Standing(0, 0, false));
    }

    /** As the reporter does: what runs is reported, and the broker has it at once. */
    private void reportStarted() {
        flushes++;
        now.addAndGet(flushTakes.toNanos());
        running.forEach(this::settle);
        running.clear();
    }

    private void sendLetter(ProducerRecord<byte[], byte[]> letter, Runnable acknowledged) {
        letterProblem.ifPresent(problem -> {
            throw problem;
        });
        letters.put(letter, acknowledged);
    }

    private void settle(Delivery delivery) {
        deliveries.settlements().settled(delivery.partition(), delivery.epoch(), delivery.offset());
    }

    private void receive(TopicPartition partition, long offset, Attempts attempt) {
        consumer.addRecord(record(partition, offset, attempt));
        loop.turn(cadence);
    }

    private void turnAt(long millis) {
        now.set(Duration.ofMillis(millis).toNanos());
        loop.turn(cadence);
    }

    private Long committed(TopicPartition partition) {
        OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
        return committed == null ? null : committed.offset();
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset, Attempts attempt) {
        return new ConsumerRecord<>(TOPIC, partition.partition(), offset, key(), CODEC.encode(attempt.dispatch()));
    }

    private static byte[] key() {
        return "mail/job".getBytes(StandardCharsets.UTF_8);
    }
}
