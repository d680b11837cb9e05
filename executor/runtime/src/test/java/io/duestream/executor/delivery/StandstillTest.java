package io.duestream.executor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.codec.RecordCodec;
import io.duestream.executor.Attempts;
import io.duestream.job.JobKey;
import io.duestream.record.JobDispatch;
import io.duestream.topic.DeadLetters;
import io.duestream.topic.JobPartition;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that stands still past its session, turn by turn of its poll loop, in virtual time. */
@Timeout(20)
class StandstillTest {
    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final Duration AFTERWARDS = SESSION.plusMillis(100);
    private static final Topics TOPICS = Topics.of("test");
    private static final String TOPIC = TOPICS.dispatch("mail").name();
    private static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    private static final RecordCodec<JobDispatch> CODEC = RecordCodec.of(JobDispatch.class);

    private final AtomicLong now = new AtomicLong();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Standstill standstill = new Standstill(SESSION, now::get);
    private final Deliveries deliveries = new Deliveries(new QueueBound(10, 1_000_000), () -> !standstill.doubtful());
    private final Cadence cadence = new Cadence(PollLoop.Times.DEFAULT.flush(), 0);
    private PollLoop loop;

    @BeforeEach
    void join() {
        Intake intake = new Intake("mail", CODEC, deliveries, new DeadLetters(TOPICS), (letter, acknowledged) -> {});
        loop = new PollLoop(
                consumer, TOPIC, deliveries, intake, () -> {}, PollLoop.Times.DEFAULT, standstill, now::get);
        consumer.updateBeginningOffsets(Map.of(P0, 0L));
        consumer.updateEndOffsets(Map.of(P0, 0L));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(P0)));
        turnAfter(Duration.ZERO);
        consumer.addRecord(record(0, "waits"));
        turnAfter(Duration.ZERO);
    }

    @Test
    void a_loop_that_turns_is_never_in_doubt() {
        for (int i = 0; i < 10; i++) {
            turnAfter(SESSION);
            assertThat(standstill.doubtful()).isFalse();
        }
    }

    @Test
    void a_worker_that_goes_on_before_the_loop_starts_nothing() {
        now.addAndGet(AFTERWARDS.toNanos());

        assertThat(standstill.doubtful()).isTrue();
    }

    @Test
    void what_came_in_the_poll_that_stood_still_is_read_again_when_the_partition_has_turned_out_to_be_its_own()
            throws Exception {
        standStillInThePollThatBrings(record(1, "came meanwhile"));

        assertThat(standstill.doubtful()).isTrue();
        assertThat(deliveries.standing().waiting()).isEqualTo(1);
        assertThat(consumer.position(P0)).isEqualTo(1);
        turnAfter(Duration.ofMillis(10));
        assertThat(consumer.paused()).containsExactly(P0);

        consumer.addRecord(record(1, "came meanwhile"));
        turnAfter(Standstill.DOUBT);

        assertThat(consumer.paused()).isEmpty();
        assertThat(deliveries.standing().waiting()).isEqualTo(2);
        assertThat(deliveries.take()).isPresent();
    }

    @Test
    void what_waited_or_came_meanwhile_is_left_to_the_new_owner_of_the_partition() {
        standStillInThePollThatBrings(record(1, "came meanwhile"));
        consumer.schedulePollTask(() -> {
            loop.handover().onPartitionsLost(List.of(P0));
            consumer.rebalance(List.of());
        });

        turnAfter(Duration.ofMillis(10));
        turnAfter(Standstill.DOUBT);

        assertThat(standstill.doubtful()).isFalse();
        assertThat(deliveries.standing().waiting()).isZero();
    }

    private void standStillInThePollThatBrings(ConsumerRecord<byte[], byte[]> record) {
        consumer.addRecord(record);
        consumer.schedulePollTask(() -> now.addAndGet(AFTERWARDS.toNanos()));
        turnAfter(Duration.ZERO);
    }

    private void turnAfter(Duration time) {
        now.addAndGet(time.toNanos());
        loop.turn(cadence);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String task) {
        byte[] key = JobPartition.keyBytes(new JobKey("mail", task));
        return new ConsumerRecord<>(
                TOPIC, 0, offset, key, CODEC.encode(Attempts.of(task).dispatch()));
    }
}
