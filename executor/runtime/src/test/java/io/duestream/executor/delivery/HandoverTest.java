package io.duestream.executor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.executor.Attempts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            commits.add(new HashMap<>(offsets));
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

        assertThat(commits).containsExactly(Map.of(P0, new OffsetAndMetadata(6)));
    }

    @Test
    void offsets_that_the_brokers_have_are_not_committed_again() {
        deliveries.settlements().committed(Map.of(0, 6L));

        handover.giveAway(List.of(P0));

        assertThat(commits).isEmpty();
    }
}
