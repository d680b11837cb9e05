package io.duestream.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.codec.RecordCodec;
import io.duestream.job.LogLevel;
import io.duestream.record.NodeReport;
import io.duestream.topic.Topics;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NodeReportingTest {
    private static final Topics TOPICS = Topics.of("test");
    private static final Instant STARTED = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant NOW = STARTED.plusSeconds(10);
    private static final ReportingNode NODE = new ReportingNode("host-1-ab", "executor", "mail", "1.2.3", STARTED);
    private static final NodeWork WORK = new NodeWork(
            4,
            3,
            new NodeWork.Results(10, 4, 3, 2, 1),
            7,
            false,
            "memory at 93 %",
            Optional.of(LogLevel.WARN),
            List.of("test.dispatch.mail"));

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());

    @Test
    void a_node_reports_role_group_work_results_and_process_under_its_id() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        try (NodeReporting reporting = reporting(twice)) {
            reporting.begin();
            assertThat(twice.await(30, TimeUnit.SECONDS)).isTrue();
        }

        ProducerRecord<byte[], byte[]> first = producer.history().get(0);
        assertThat(first.topic()).isEqualTo("test.metrics");
        assertThat(new String(first.key(), StandardCharsets.UTF_8)).isEqualTo("host-1-ab");
        NodeReport report = read(first);
        assertThat(report.role()).isEqualTo("executor");
        assertThat(report.group()).isEqualTo("mail");
        assertThat(report.version()).isEqualTo("1.2.3");
        assertThat(report.startedAt()).isEqualTo(STARTED);
        assertThat(report.at()).isEqualTo(NOW);
        assertThat(List.of(report.threads(), report.busy())).containsExactly(4, 3);
        assertThat(List.of(report.started(), report.succeeded(), report.failed(), report.later(), report.exceptions()))
                .containsExactly(10L, 4L, 3L, 2L, 1L);
        assertThat(report.storedRecords()).isEqualTo(7);
        assertThat(report.heldBack()).isEqualTo("memory at 93 %");
        assertThat(report.logLevel()).contains(LogLevel.WARN);
        assertThat(report.subscribed()).containsExactly("test.dispatch.mail");
        assertThat(report.draining()).isFalse();
        assertThat(report.heapUsed()).isPositive();
        assertThat(report.heapMax()).isGreaterThanOrEqualTo(report.heapUsed());
    }

    @Test
    void the_last_report_of_a_node_that_ends_says_that_it_takes_nothing() throws Exception {
        CountDownLatch once = new CountDownLatch(1);
        NodeReporting reporting = reporting(once);
        reporting.begin();
        assertThat(once.await(30, TimeUnit.SECONDS)).isTrue();

        reporting.close();

        NodeReport last = read(producer.history().get(producer.history().size() - 1));
        assertThat(last.draining()).isTrue();
        assertThat(last.subscribed()).isEmpty();
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void a_report_that_cannot_be_made_or_sent_does_not_end_the_reporting() throws Exception {
        CountDownLatch fourTimes = new CountDownLatch(4);
        producer.sendException = new KafkaException("no broker");
        try (NodeReporting reporting = new NodeReporting(
                producer,
                TOPICS,
                NODE,
                () -> {
                    fourTimes.countDown();
                    if (fourTimes.getCount() == 2) {
                        producer.sendException = null;
                    }
                    if (fourTimes.getCount() == 3) {
                        throw new IllegalStateException("no idea");
                    }
                    return WORK;
                },
                () -> NOW)) {
            reporting.begin();
            assertThat(fourTimes.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(producer.history()).isNotEmpty();
    }

    @Test
    void reports_share_no_transaction_with_the_node_and_are_not_kept_for_long() {
        Map<String, Object> settings = NodeReporting.settings(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "b:1", ProducerConfig.TRANSACTIONAL_ID_CONFIG, "t"),
                NODE);

        assertThat(settings)
                .doesNotContainKey(ProducerConfig.TRANSACTIONAL_ID_CONFIG)
                .containsEntry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "b:1")
                .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
    }

    @Test
    void what_a_collection_left_is_less_than_what_is_in_use_with_the_garbage_since() {
        byte[][] garbage = new byte[64][];
        for (int i = 0; i < 1_024; i++) {
            garbage[i % 64] = new byte[64 * 1024];
        }
        assertThat(garbage[0]).hasSize(64 * 1024);
        garbage = null;
        ManagementFactory.getMemoryMXBean().gc();

        ProcessLoad load = ProcessLoad.now();

        ProcessLoad.AfterGc after = load.afterGc().orElseThrow();
        assertThat(after.heapUsed()).isPositive().isLessThan(load.heapMax());
        assertThat(after.age()).isGreaterThanOrEqualTo(Duration.ZERO).isLessThan(Duration.ofMinutes(1));
    }

    private NodeReporting reporting(CountDownLatch asked) {
        return new NodeReporting(
                producer,
                TOPICS,
                NODE,
                () -> {
                    asked.countDown();
                    return WORK;
                },
                () -> NOW);
    }

    private static NodeReport read(ProducerRecord<byte[], byte[]> record) {
        return RecordCodec.of(NodeReport.class).decode(record.value());
    }
}
