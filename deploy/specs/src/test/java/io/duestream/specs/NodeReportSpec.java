package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.client.RetryJobClient;
import io.duestream.codec.RecordCodec;
import io.duestream.executor.Executor;
import io.duestream.executor.JobContext;
import io.duestream.executor.RunResult;
import io.duestream.job.RetryPolicy;
import io.duestream.record.NodeReport;
import io.duestream.specs.fixture.Cluster;
import io.duestream.tracker.process.Tracker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every role tells each second how it does. */
@Timeout(180)
class NodeReportSpec {
    private static final int REPORTS = 10;
    private static final Duration MOST_APART = Duration.ofSeconds(2);

    private final Cluster cluster = Cluster.embedded();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void tracker_feedback_and_executor_report_each_second_under_ids_of_their_own_and_say_when_they_end() {
        Tracker tracker = cluster.startTracker();
        cluster.startFeedback();
        Executor executor = cluster.startExecutor("mail", 3, NodeReportSpec::run);
        Executor again = cluster.startExecutor("mail", 3, NodeReportSpec::run);
        submitOneOfEachEnd();

        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<NodeReport> reports = new ArrayList<>();
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                read(consumer, reports);
                assertThat(of(reports, tracker.node())).hasSizeGreaterThan(REPORTS);
                assertThat(of(reports, executor.node())).hasSizeGreaterThan(REPORTS);
                assertThat(of(reports, again.node())).hasSizeGreaterThan(REPORTS);
                assertThat(reports.stream().filter(each -> each.role().equals("feedback")))
                        .hasSizeGreaterThan(REPORTS);
            });
            assertThat(of(reports, tracker.node())).allSatisfy(report -> {
                assertThat(report.role()).isEqualTo("tracker");
                assertThat(report.threads()).isEqualTo(1);
                assertThat(report.draining()).isFalse();
                assertThat(report.heapMax()).isPositive();
                assertThat(report.startedAt()).isBefore(report.at());
            });
            assertThat(of(reports, executor.node())).allSatisfy(report -> {
                assertThat(report.group()).isEqualTo("mail");
                assertThat(report.threads()).isEqualTo(3);
            });

            for (String node : List.of(tracker.node(), executor.node(), again.node())) {
                assertThat(usualGap(of(reports, node))).as(node).isBetween(Duration.ofMillis(500), MOST_APART);
            }
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                read(consumer, reports);
                List<NodeReport> last = List.of(last(reports, executor.node()), last(reports, again.node()));
                assertThat(sum(last, NodeReport::started)).isEqualTo(10);
                assertThat(sum(last, NodeReport::succeeded)).isEqualTo(4);
                assertThat(sum(last, NodeReport::failed)).isEqualTo(3);
                assertThat(sum(last, NodeReport::later)).isEqualTo(2);
                assertThat(sum(last, NodeReport::exceptions)).isEqualTo(1);
                assertThat(last).allSatisfy(each -> assertThat(each.busy()).isZero());
            });

            cluster.stop(executor);
            cluster.stop(tracker);
            read(consumer, reports);

            for (String ended : List.of(executor.node(), tracker.node())) {
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    read(consumer, reports);
                    List<NodeReport> own = of(reports, ended);
                    assertThat(own.get(own.size() - 1).draining()).isTrue();
                });
            }
        }
    }

    @Test
    void a_client_with_a_fail_store_reports_what_waits_in_it() throws Exception {
        cluster.startTracker();
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "client")), "store");
        try (RetryJobClient client = JobClient.builder()
                        .bootstrapServers(cluster.bootstrapServers())
                        .cluster(cluster.topics().cluster())
                        .clientGroup("shop")
                        .failStore(folder)
                        .build();
                KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<NodeReport> reports = new ArrayList<>();
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                read(consumer, reports);
                assertThat(reports).anySatisfy(report -> {
                    assertThat(report.role()).isEqualTo("client");
                    assertThat(report.group()).isEmpty();
                    assertThat(report.storedRecords()).isEqualTo(client.stored());
                    assertThat(report.subscribed())
                            .containsExactly(cluster.topics().outcomes("shop").name());
                });
            });
        }
    }

    private static RunResult run(JobContext context) {
        return switch (context.type()) {
            case "failing" -> RunResult.failed("no");
            case "later" -> RunResult.later("not yet");
            case "broken" -> throw new IllegalStateException("broken");
            default -> RunResult.success();
        };
    }

    private void submitOneOfEachEnd() {
        JobClient client = cluster.startClient("shop");
        List<String> types =
                List.of("fine", "fine", "fine", "fine", "failing", "failing", "failing", "later", "later", "broken");
        for (int i = 0; i < types.size(); i++) {
            client.submit(Job.of("mail", "job-" + i).type(types.get(i)).retry(RetryPolicy.NONE));
        }
    }

    private static long sum(List<NodeReport> reports, ToLongFunction<NodeReport> count) {
        return reports.stream().mapToLong(count).sum();
    }

    private static NodeReport last(List<NodeReport> reports, String node) {
        List<NodeReport> own = of(reports, node);
        return own.get(own.size() - 1);
    }

    /** The median: on a machine that is busy with other things single ones may be longer. */
    private static Duration usualGap(List<NodeReport> reports) {
        List<Duration> gaps = new ArrayList<>();
        for (int i = 1; i < reports.size(); i++) {
            gaps.add(Duration.between(reports.get(i - 1).at(), reports.get(i).at()));
        }
        Collections.sort(gaps);
        return gaps.get(gaps.size() / 2);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        TopicPartition metrics = new TopicPartition(cluster.topics().metrics().name(), 0);
        consumer.assign(List.of(metrics));
        consumer.seekToBeginning(List.of(metrics));
        return consumer;
    }

    private static void read(KafkaConsumer<byte[], byte[]> consumer, List<NodeReport> reports) {
        RecordCodec<NodeReport> codec = RecordCodec.of(NodeReport.class);
        consumer.poll(Duration.ofMillis(200)).forEach(record -> reports.add(codec.decode(record.value())));
    }

    private static List<NodeReport> of(List<NodeReport> reports, String node) {
        return reports.stream().filter(each -> each.node().equals(node)).toList();
    }
}
