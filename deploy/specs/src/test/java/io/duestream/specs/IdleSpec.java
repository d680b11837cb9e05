package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.executor.RunResult;
import io.duestream.record.event.JobEnded;
import io.duestream.specs.fixture.Cluster;
import io.duestream.specs.fixture.CommandProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cluster in which nothing happens writes nothing: no transaction, no record but the nodes' reports. */
class IdleSpec {
    private static final Duration WATCHED = Duration.ofSeconds(60);
    private static final double PART_OF_A_CORE = 0.05;

    private final Cluster cluster = Cluster.embedded();
    private CommandProcess process;

    @AfterEach
    void stop() {
        cluster.close();
        if (process != null) {
            process.close();
        }
    }

    @Test
    void nothing_is_written_and_hardly_any_processor_time_used_while_nothing_happens() throws Exception {
        CommandProcess tracker = startTrackerProcess();
        cluster.startFeedback();
        cluster.startExecutor("mail", 2, context -> RunResult.success());
        JobClient client = cluster.startClient("shop");
        Job done = Job.of("mail", "before");
        client.submit(done);
        client.submit(Job.of("mail", "far-away").at(Instant.now().plusSeconds(86_400)));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !cluster.audit().events(done.key(), JobEnded.class).isEmpty());
        Map<TopicPartition, Long> settled = awaitStandstill();
        Duration before = tracker.processorTime();

        await().during(WATCHED)
                .atMost(WATCHED.plusSeconds(30))
                .pollInterval(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(ends()).isEqualTo(settled));

        double used = tracker.processorTime().minus(before).toMillis() / (double) WATCHED.toMillis();
        System.out.printf("an idle tracker used %.1f %% of a core over %s%n", 100 * used, WATCHED);
        assertThat(used).as("part of a core that an idle tracker uses").isLessThan(PART_OF_A_CORE);
    }

    private CommandProcess startTrackerProcess() throws Exception {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of("target", "idle").toAbsolutePath()), "tracker");
        process = CommandProcess.start(
                folder,
                "tracker",
                "-b",
                cluster.bootstrapServers(),
                "--cluster",
                cluster.topics().cluster(),
                "--state-dir",
                folder.resolve("state").toString(),
                "-D",
                "partitions=2");
        await().atMost(Duration.ofSeconds(90)).until(() -> process.said().contains("ready: "));
        return process;
    }

    /** What was under way may end first: two looks, two seconds apart, must agree. */
    private Map<TopicPartition, Long> awaitStandstill() throws Exception {
        Map<TopicPartition, Long> last = new HashMap<>();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    Map<TopicPartition, Long> now = ends();
                    boolean same = now.equals(last);
                    last.clear();
                    last.putAll(now);
                    return same;
                });
        return Map.copyOf(last);
    }

    private Map<TopicPartition, Long> ends() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            List<String> names =
                    admin
                            .listTopics(new ListTopicsOptions().listInternal(true))
                            .names()
                            .get(20, TimeUnit.SECONDS)
                            .stream()
                            .filter(name ->
                                    name.startsWith(cluster.topics().cluster()) || name.equals("__transaction_state"))
                            .filter(name ->
                                    !name.equals(cluster.topics().metrics().name()))
                            .toList();
            Map<TopicPartition, OffsetSpec> asked =
                    admin.describeTopics(names).allTopicNames().get(20, TimeUnit.SECONDS).values().stream()
                            .flatMap(topic -> topic.partitions().stream()
                                    .map(each -> new TopicPartition(topic.name(), each.partition())))
                            .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(asked)
                    .all()
                    .get(20, TimeUnit.SECONDS)
                    .forEach((partition, info) -> ends.put(partition, info.offset()));
            return ends;
        }
    }
}
