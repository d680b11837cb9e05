package io.duestream.specs.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.cli.Duestream;
import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.executor.Executor;
import io.duestream.job.JobKey;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.FiresSkipped;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobResumed;
import io.duestream.specs.fixture.Cluster;
import io.duestream.tracker.process.Tracker;
import io.duestream.tracker.process.TrackerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log of a cluster that did everything there is proves the guarantees, whole and with its beginning deleted. */
class ProofSpec {
    private static final Duration SOON = Duration.ofSeconds(60);
    private final Cluster cluster = Cluster.embedded();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void the_log_of_jobs_of_every_kind_proves_the_guarantees_also_when_its_beginning_is_gone() throws Exception {
        liveThroughEverything();

        Proof whole = Proof.of(cluster.bootstrapServers(), cluster.topics().cluster());
        assertThat(whole.violations()).isEmpty();
        assertThat(whole.exitCode()).as(whole.messages()).isZero();
        assertThat(whole.said().get("complete_from").isNull()).isTrue();
        assertThat(whole.said().get("waiting").asLong()).isZero();
        whole.said().get("checks").properties().forEach(check -> {
            if (!check.getKey().equals("carried-agrees")) {
                assertThat(check.getValue().get("checked").asLong())
                        .as(check.getKey())
                        .isPositive();
            }
            assertThat(check.getValue().get("not_checkable").asLong())
                    .as(check.getKey())
                    .isZero();
        });

        deleteTheFirstHalf();

        Proof half = Proof.of(cluster.bootstrapServers(), cluster.topics().cluster());
        assertThat(half.violations()).isEmpty();
        assertThat(half.exitCode()).isZero();
        assertThat(Instant.parse(half.said().get("complete_from").asText())).isBefore(Instant.now());
        assertThat(half.notCheckable("sequence")).isPositive();
        assertThat(half.checked("sequence"))
                .isLessThan(whole.checked("sequence"))
                .isPositive();
    }

    private void liveThroughEverything() throws Exception {
        Tracker tracker = cluster.startTracker(TrackerConfig.MISFIRE_THRESHOLD, "1000");
        Executor executor = cluster.startExecutor(Workload.GROUP, 4, Workload::run);
        JobClient client = cluster.startClient("shop");
        Workload workload = new Workload(client);
        client.submit(Job.of(Workload.GROUP, "far away").at(Instant.now().plus(Duration.ofDays(30))));
        workload.submitEnding();
        ofGroup("pause");
        workload.submitEndless();
        ofGroup("resume");
        JobKey first = workload.endless().get(0);
        await().atMost(SOON)
                .until(() -> cluster.audit().events(first, FireOpened.class).size() >= 3);
        sendWhatNobodyWants();
        workload.pause();
        cluster.stop(tracker);
        Instant stopped = Instant.now();
        await().atMost(SOON).until(() -> Instant.now().isAfter(stopped.plusSeconds(3)));
        cluster.startTracker(TrackerConfig.MISFIRE_THRESHOLD, "1000");
        workload.resume();
        await().atMost(SOON)
                .until(() -> cluster.audit().all(JobResumed.class).count()
                        >= workload.endless().size());
        await().atMost(SOON)
                .until(() -> cluster.audit().events(first, FiresSkipped.class).size() >= 2);
        cluster.stop(executor);
        cluster.startExecutor(Workload.GROUP, 8, Workload::run);
        workload.cancel();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(workload.all())
                        .allSatisfy(key -> assertThat(cluster.audit().events(key, JobEnded.class))
                                .isNotEmpty()));
    }

    private void ofGroup(String what) {
        StringWriter said = new StringWriter();
        PrintWriter to = new PrintWriter(said, true);
        int exitCode = Duestream.run(
                to,
                to,
                "group",
                what,
                Workload.GROUP,
                "--wait",
                "-b",
                cluster.bootstrapServers(),
                "--cluster",
                cluster.topics().cluster());
        assertThat(exitCode).as(said.toString()).isZero();
    }

    /** Garbage, and a command in a partition that is not its own. */
    private void sendWhatNobodyWants() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < 4; i++) {
                String topic = i % 2 == 0
                        ? cluster.topics().commands().name()
                        : cluster.topics().feedback().name();
                producer.send(new ProducerRecord<>(topic, i / 2, new byte[] {1}, new byte[] {(byte) i}))
                        .get(20, TimeUnit.SECONDS);
            }
            for (int partition = 0; partition < 2; partition++) {
                producer.send(new ProducerRecord<>(
                                cluster.topics().commands().name(),
                                partition,
                                new byte[0],
                                Logs.pause(new JobKey(Workload.GROUP, "misplaced"))))
                        .get(20, TimeUnit.SECONDS);
            }
        }
        cluster.startClient("misled").pause(new JobKey(Workload.GROUP, "nobody"), "no such job");
    }

    private void deleteTheFirstHalf() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            for (int partition = 0; partition < 2; partition++) {
                TopicPartition audit =
                        new TopicPartition(cluster.topics().audit().name(), partition);
                TopicPartition commands =
                        new TopicPartition(cluster.topics().commands().name(), partition);
                admin.deleteRecords(Map.of(
                                audit, RecordsToDelete.beforeOffset(Logs.end(admin, audit) / 2),
                                commands, RecordsToDelete.beforeOffset(Logs.end(admin, commands) / 3)))
                        .all()
                        .get(20, TimeUnit.SECONDS);
            }
        }
    }
}
