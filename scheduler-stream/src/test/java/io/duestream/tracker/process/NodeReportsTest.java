package io.duestream.tracker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.record.NodeReport;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeReportsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Topics TOPICS = Topics.of("test");
    private static final TopicPartition METRICS =
            new TopicPartition(TOPICS.metrics().name(), 0);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean answering = true;
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest") {
        @Override
        public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration atMost) {
            if (!answering) {
                refused.incrementAndGet();
                throw new KafkaException("no broker answers");
            }
            return super.endOffsets(partitions, atMost);
        }
    };
    private final AtomicInteger polls = new AtomicInteger();
    private final AtomicLong current = new AtomicLong();
    private final NodeReports reports = new NodeReports(consumer, TOPICS, nanos::get, List.of(new Listening()));

    private final class Listening implements NodeReports.Listener {
        @Override
        public void reported(NodeReport report) {}

        @Override
        public void polled() {
            polls.incrementAndGet();
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }

        @Override
        public void current(long asOfNanos) {
            current.set(asOfNanos);
        }
    }

    @AfterEach
    void stop() {
        reports.close();
    }

    @Test
    void polls_that_bring_nothing_prove_nothing_while_the_end_is_not_told() {
        start();
        await().atMost(SOON).until(() -> current.get() > 0);
        answering = false;
        await().atMost(SOON).until(() -> refused.get() > 0);
        long proven = current.get();
        int polled = polls.get();
        await().atMost(SOON).until(() -> polls.get() > polled + 1);

        assertThat(current.get()).isEqualTo(proven);
    }

    @Test
    void what_is_not_read_to_the_end_is_not_current() {
        start();
        await().atMost(SOON).until(() -> current.get() > 0);
        consumer.updateEndOffsets(Map.of(METRICS, 5L));
        int polled = polls.get();
        await().atMost(SOON).until(() -> polls.get() > polled + 3);
        long proven = current.get();
        int later = polls.get();
        await().atMost(SOON).until(() -> polls.get() > later + 3);

        assertThat(current.get()).isEqualTo(proven);
    }

    private void start() {
        consumer.updateEndOffsets(Map.of(METRICS, 0L));
        reports.start();
        await().atMost(SOON).until(() -> consumer.assignment().equals(Set.of(METRICS)));
    }
}
