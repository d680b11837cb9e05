package io.duestream.executor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.executor.Attempts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is committed when partitions are given away. */
@Timeout(20)
class HandoverTest {
    private static final TopicPartition P0 = new TopicPartition("test.dispatch.mail", 0);

    private final AtomicLong now = new AtomicLong();
    private final List<Map<TopicPartition, OffsetAndMetadata>> commits = new ArrayList<>();
    private OffsetAndMetadata before = new OffsetAndMetadata(0);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            commits.add(new HashMap<>(offsets));
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                Set<TopicPartition> partitions, Duration timeout) {
            return Map.of(P0, before);
        }
    };
    private final Deliveries deliveries = new Deliveries(new QueueBound(10, 1_000_000), () -> true);
    private final Handover handover =
            new Handover(consumer, P0.topic(), deliveries, () -> {}, PollLoop.Times.DEFAULT, now::get);

    @BeforeEach
    void run() throws Exception {
        consumer.assign(List.of(P0));
        deliveries.assigned(0, 0);
        deliveries.delivered(0, 5, 1, 100, Attempts.of("job").dispatch());
        Delivery delivery = deliveries.take().orElseThrow();
        deliveries.settlements().settled(0, delivery.epoch(), delivery.offset());
        assertThat(deliveries.settlements().toCommit()).isEqualTo(Map.of(0, 6L));
    }

    @Test
    void offsets_whose_commit_has_not_been_heard_of_are_committed_again_before_the_partition_goes() {
        handover.giveAway(List.of(P0));

        assertThat(commits).containsExactly(Map.of(P0, GoodOrder.at(6)));
    }

    @Test
    void a_partition_that_goes_in_good_order_goes_with_the_word_for_it() {
        deliveries.settlements().committed(Map.of(0, 6L));
        deliveries.delivered(0, 7, 1, 100, Attempts.of("waits").dispatch());

        handover.giveAway(List.of(P0));

        assertThat(commits).containsExactly(Map.of(P0, GoodOrder.at(6)));
    }

    @Test
    void what_runs_and_could_not_be_reported_leaves_no_word() throws Exception {
        deliveries.delivered(0, 7, 1, 100, Attempts.of("unreported").dispatch());
        deliveries.take();
        Handover impatient = new Handover(
                consumer,
                P0.topic(),
                deliveries,
                () -> {},
                PollLoop.Times.DEFAULT,
                () -> now.addAndGet(PollLoop.Times.DEFAULT.handover().toNanos()));

        impatient.giveAway(List.of(P0));

        assertThat(commits).containsExactly(Map.of(P0, new OffsetAndMetadata(6)));
    }

    @Test
    void what_an_owner_before_may_have_begun_leaves_no_word_until_it_is_settled() {
        deliveries.forget(List.of(0));
        deliveries.assigned(0, 9);
        deliveries.delivered(0, 6, 1, 100, Attempts.of("waits").dispatch());

        handover.giveAway(List.of(P0));

        assertThat(commits).isEmpty();
    }

    @Test
    void what_comes_with_the_word_begins_as_anything_that_nobody_had_and_the_word_is_taken_back() throws Exception {
        assigned(GoodOrder.at(6));
        deliveries.delivered(0, 7, 1, 100, Attempts.of("next").dispatch());

        assertThat(commits).containsExactly(Map.of(P0, new OffsetAndMetadata(6)));
        assertThat(deliveries.take().orElseThrow().confirmFirst()).isFalse();
    }

    @Test
    void what_comes_without_the_word_begins_with_care() throws Exception {
        assigned(new OffsetAndMetadata(6));
        deliveries.delivered(0, 7, 1, 100, Attempts.of("next").dispatch());

        assertThat(commits).isEmpty();
        assertThat(deliveries.take().orElseThrow().confirmFirst()).isTrue();
    }

    @Test
    void what_came_with_the_word_and_was_not_touched_goes_with_it_again() {
        assigned(GoodOrder.at(6));
        commits.clear();

        handover.giveAway(List.of(P0));

        assertThat(commits).containsExactly(Map.of(P0, GoodOrder.at(6)));
    }

    private void assigned(OffsetAndMetadata committed) {
        deliveries.forget(List.of(0));
        consumer.updateEndOffsets(Map.of(P0, 9L));
        before = committed;
        handover.onPartitionsAssigned(List.of(P0));
    }
}
