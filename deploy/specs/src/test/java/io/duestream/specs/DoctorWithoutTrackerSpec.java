package io.duestream.specs;

import static io.duestream.specs.Remedies.assertSilent;
import static io.duestream.specs.Remedies.remedy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.codec.RecordCodec;
import io.duestream.record.NodeReport;
import io.duestream.specs.fixture.Cluster;
import io.duestream.specs.fixture.CommandRun;
import io.duestream.topic.Topics;
import io.duestream.tracker.store.StateStores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the doctor says of a cluster whose tracker has not started yet: of its topics, and of reports in them. */
@Timeout(120)
class DoctorWithoutTrackerSpec {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Cluster empty = Cluster.embedded();
    private Admin admin;

    @BeforeEach
    void start() {
        admin = Admin.create(Map.of("bootstrap.servers", empty.bootstrapServers()));
    }

    @AfterEach
    void stop() {
        admin.close();
        empty.close();
    }

    @Test
    void topics_that_are_missing_or_have_another_number_of_partitions_are_found() throws Exception {
        CommandRun doctor = CommandRun.of(empty, "doctor", "--only", "topics");

        assertThat(doctor.exitCode()).isEqualTo(1);
        assertThat(doctor.out()).contains(empty.topics().commands().name() + " is missing");
        assertThat(remedy(empty, "topics", empty.topics().commands().name())).isEqualTo("duestream topic create");
        assertThat(CommandRun.of(empty, "topic", "create", "--partitions", "2").exitCode())
                .isZero();
        assertSilent(empty, "topics");

        otherPartitionCountsAreFound(empty);
    }

    private void otherPartitionCountsAreFound(Cluster of) throws Exception {
        String audit = of.topics().audit().name();
        admin.createPartitions(Map.of(audit, NewPartitions.increaseTo(3))).all().get(20, TimeUnit.SECONDS);
        await().atMost(SOON)
                .until(() -> CommandRun.of(of, "doctor", "--only", "topics")
                        .out()
                        .contains(audit + " has 3 partitions, expected 2"));
        assertThat(remedy(of, "topics", audit))
                .isEqualTo("delete the topic while nothing uses it, and it is made anew, without its records");
        delete(audit);
        assertThat(CommandRun.of(of, "topic", "create").exitCode()).isZero();
        assertSilent(of, "topics");

        String jobs = of.topics().trackerApplicationId() + "-jobs-changelog";
        for (String store : StateStores.names()) {
            createChangelog(
                    of.topics().trackerApplicationId() + "-" + store + "-changelog", store.equals("jobs") ? 3 : 2);
        }
        await().atMost(SOON)
                .until(() -> CommandRun.of(of, "doctor", "--only", "changelogs")
                        .out()
                        .contains(jobs + " has 3 partitions"));
        String remedy = remedy(of, "changelogs", jobs);
        assertThat(remedy)
                .isEqualTo("with the trackers stopped, and only if the state may be lost:"
                        + " kafka-topics.sh --bootstrap-server HOST:PORT --delete --topic " + jobs);
        delete(remedy.substring(remedy.lastIndexOf(' ') + 1));
        await().atMost(SOON)
                .until(() ->
                        remedy(of, "changelogs", jobs).startsWith("restart the trackers one by one: they make it"));
        createChangelog(jobs, 2);
        assertSilent(of, "changelogs");
    }

    private void createChangelog(String name, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)
                        .configs(Map.of(
                                "cleanup.policy",
                                "compact",
                                "max.message.bytes",
                                Integer.toString(Topics.MAX_RECORD_BYTES)))))
                .all()
                .get(20, TimeUnit.SECONDS);
    }

    private void delete(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get(20, TimeUnit.SECONDS);
    }

    @Test
    void a_cluster_without_a_tracker_is_found() throws Exception {
        assertThat(CommandRun.of(empty, "topic", "create", "--partitions", "2").exitCode())
                .isZero();

        assertThat(remedy(empty, "members", "no tracker runs")).isEqualTo("duestream tracker --state-dir DIR");
    }

    @Test
    void a_clock_that_is_wrong_and_a_fail_store_that_does_not_empty_are_found() throws Exception {
        CommandRun.of(empty, "topic", "create", "--partitions", "2");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", empty.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.partitionsFor(empty.topics().metrics().name());
            Instant now = Instant.now();
            for (int second = 0; second < 20; second++) {
                Instant at = now.minusSeconds(19 - second);
                producer.send(report(empty, "late", at.minus(Duration.ofHours(1)), 0));
                producer.send(report(empty, "full", at, 7));
            }
        }

        assertThat(CommandRun.of(empty, "doctor", "--only", "clocks").out())
                .contains("the clock of executor late is 36", "behind the brokers'", "with NTP")
                .doesNotContain("executor full is");
        assertThat(CommandRun.of(empty, "doctor", "--only", "fail-stores").out())
                .contains("executor full has held 7 records in its fail store for 19 s", "see what it logs")
                .doesNotContain("executor late");
    }

    private static ProducerRecord<byte[], byte[]> report(Cluster of, String node, Instant at, long stored) {
        NodeReport report = new NodeReport(
                node,
                "executor",
                "mail",
                at,
                1,
                0,
                0,
                0,
                0,
                0,
                0,
                stored,
                Optional.empty(),
                1,
                2,
                false,
                at,
                "1",
                Optional.empty(),
                "",
                Optional.empty(),
                List.of());
        return new ProducerRecord<>(
                of.topics().metrics().name(),
                node.getBytes(StandardCharsets.UTF_8),
                RecordCodec.of(NodeReport.class).encode(report));
    }
}
