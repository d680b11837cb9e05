package io.duestream.tracker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.codec.RecordCodec;
import io.duestream.record.NodeReport;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupThreadsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Topics TOPICS = Topics.of("test");
    private static final TopicPartition METRICS =
            new TopicPartition(TOPICS.metrics().name(), 0);
    private static final RecordCodec<NodeReport> REPORTS = RecordCodec.of(NodeReport.class);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
    private final AtomicLong nanos = new AtomicLong();
    private final ConcurrentLinkedQueue<String> grown = new ConcurrentLinkedQueue<>();
    private final GroupThreads threads = new GroupThreads(nanos::get, this::hasMore);
    private final NodeReports reports = new NodeReports(consumer, TOPICS, nanos::get, List.of(threads));
    private boolean failing;

    private synchronized void hasMore(String group) {
        grown.add(group);
        if (failing) {
            failing = false;
            throw new IllegalStateException("the listener fails once");
        }
    }

    @AfterEach
    void stop() {
        reports.close();
    }

    @Test
    void the_threads_of_a_group_are_those_of_its_nodes() {
        start();
        report(0, "one", 4);
        report(1, "two", 3);

        await().atMost(SOON).until(() -> threads.of("mail") == 7);
        assertThat(threads.of("fax")).isZero();
        assertThat(grown).contains("mail");
    }

    @Test
    void whatever_fails_once_the_next_report_is_read() {
        synchronized (this) {
            failing = true;
        }
        consumer.schedulePollTask(() -> {
            throw new IllegalStateException("a poll fails once");
        });
        start();
        report(0, "one", 4);
        await().atMost(SOON).until(() -> threads.of("mail") == 4);

        report(1, "one", 9);

        await().atMost(SOON).until(() -> threads.of("mail") == 9);
    }

    @Test
    void what_nobody_confirms_any_more_is_forgotten_though_nothing_can_be_read() {
        start();
        report(0, "one", 4);
        await().atMost(SOON).until(() -> threads.of("mail") == 4);
        consumer.schedulePollTask(() -> {
            throw new StackOverflowError("ends the thread that reads");
        });
        await().atMost(SOON).until(consumer::closed);

        nanos.addAndGet(Duration.ofSeconds(11).toNanos());

        assertThat(threads.of("mail")).isZero();
    }

    private void start() {
        consumer.updateEndOffsets(Map.of(METRICS, 0L));
        reports.start();
        await().atMost(SOON).until(() -> consumer.assignment().equals(Set.of(METRICS)));
    }

    private void report(long offset, String node, int count) {
        consumer.addRecord(
                new ConsumerRecord<>(METRICS.topic(), 0, offset, null, REPORTS.encode(SampleReport.of(node, count))));
    }
}
