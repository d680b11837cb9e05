package io.duestream.specs.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.cli.Duestream;
import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.codec.RecordCodec;
import io.duestream.executor.Executor;
import io.duestream.job.JobKey;
import io.duestream.record.AuditRecord;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.FiresSkipped;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobResumed;
import io.duestream.specs.fixture.Cluster;
import io.duestream.topic.JobPartition;
import io.duestream.topic.TopicSpec;
import io.duestream.tracker.process.Tracker;
import io.duestream.tracker.process.TrackerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log of a cluster that did everything there is proves the guarantees, whole and with its beginning deleted. */
class ProofSpec {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final JobKey FAR_AWAY = new JobKey(Workload.GROUP, "far away");
    /** Those that follow a job need it whole: it was written again, since its acceptance is gone. */
    private static final List<String> CHECKED_WITHOUT_BEGINNING = List.of(
            "answered-once",
            "dispatch-agrees",
            "never-early",
            "one-terminal-event",
            "attempts-increase",
            "one-lease",
            "stale-changes-nothing",
            "expected-fires",
            "overlap-holds",
            "sequence",
            "wakes-planned",
            "carried-agrees");

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
            assertThat(check.getValue().get("checked").asLong())
                    .as(check.getKey())
                    .isPositive();
            assertThat(check.getValue().get("not_checkable").asLong())
                    .as(check.getKey())
                    .isZero();
        });

        Instant completeFrom = deleteTheFirstHalf();

        Proof half = Proof.of(cluster.bootstrapServers(), cluster.topics().cluster());
        assertThat(half.violations()).isEmpty();
        assertThat(half.exitCode()).isZero();
        assertThat(half.said().get("complete_from").asText()).isEqualTo(completeFrom.toString());
        assertThat(half.notCheckable("sequence")).isPositive();
        assertThat(half.checked("sequence")).isLessThan(whole.checked("sequence"));
        for (String check : CHECKED_WITHOUT_BEGINNING) {
            assertThat(half.checked(check)).as(check).isPositive();
        }
        assertThat(half.said().get("jobs_unknown").asLong())
                .as("the job that lives was written whole again")
                .isZero();

        RecordMetadata planted = openTooEarly(FAR_AWAY);
        String mistake = planted.topic() + "-" + planted.partition() + "@" + planted.offset();

        Proof wrong = Proof.of(cluster.bootstrapServers(), cluster.topics().cluster());
        assertFound(wrong, mistake);
        onlyWhatIsInTheSpanIsJudged(completeFrom, Instant.ofEpochMilli(planted.timestamp()), mistake);
    }

    private void onlyWhatIsInTheSpanIsJudged(Instant from, Instant at, String mistake) {
        Proof with = span(from, at.plusMillis(1));
        assertFound(with, mistake);

        Proof before = span(from, at);
        assertThat(before.violations()).isEmpty();
        assertThat(before.exitCode()).isZero();
        assertThat(before.said().get("complete_from").asText()).isEqualTo(from.toString());
        assertThat(before.checked("never-early")).isPositive();

        Instant later = at.plusMillis(1);
        Proof after = span(later, later.plus(Duration.ofHours(1)));
        assertThat(after.violations()).isEmpty();
        assertThat(after.exitCode()).isZero();
        assertThat(after.said().get("complete_from").asText()).isEqualTo(later.toString());

        Instant between = from.plus(Duration.between(from, at).dividedBy(2));
        Proof cut = span(between, at);
        assertThat(cut.violations()).isEmpty();
        assertThat(cut.exitCode()).isZero();
        assertThat(cut.said().get("complete_from").asText()).isEqualTo(between.toString());
        assertThat(cut.checked("sequence")).isPositive().isLessThan(before.checked("sequence"));
    }

    /** Whoever opens a fire too early leaves its job without a time to wake at, too: all is said of the one record. */
    private static void assertFound(Proof proof, String place) {
        assertThat(proof.violations())
                .allMatch(each -> each.contains(" " + FAR_AWAY + " " + place + ": "))
                .anyMatch(each -> each.startsWith("never-early "));
        assertThat(proof.exitCode()).isEqualTo(1);
    }

    private Proof span(Instant from, Instant to) {
        return Proof.of(
                cluster.bootstrapServers(),
                cluster.topics().cluster(),
                "--grace",
                "5",
                "--from",
                from.toString(),
                "--to",
                to.toString());
    }

    private void liveThroughEverything() throws Exception {
        Tracker tracker =
                cluster.startTracker(TrackerConfig.MISFIRE_THRESHOLD, "1000", TrackerConfig.CARRY_AFTER, "2000");
        Executor executor = cluster.startExecutor(Workload.GROUP, 4, Workload::run);
        JobClient client = cluster.startClient("shop");
        Workload workload = new Workload(client);
        client.submit(Job.of(FAR_AWAY).at(Instant.now().plus(Duration.ofDays(30))));
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
        cluster.startTracker(TrackerConfig.MISFIRE_THRESHOLD, "1000", TrackerConfig.CARRY_AFTER, "2000");
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

    /** A fire of a job whose acceptance is gone, before it is due; where and when its decision stands. */
    private RecordMetadata openTooEarly(JobKey job) throws Exception {
        List<AuditRecord> decisions = cluster.audit().of(job);
        AuditRecord last = decisions.get(decisions.size() - 1);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(
                            cluster.topics().audit().name(),
                            JobPartition.of(job, 2),
                            JobPartition.keyBytes(job),
                            RecordCodec.of(AuditRecord.class).encode(Logs.openingNow(last))))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    /** Of each topic of the log; answers when the later of the first decisions that are left was appended. */
    private Instant deleteTheFirstHalf() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            Instant completeFrom = Instant.MIN;
            for (int partition = 0; partition < 2; partition++) {
                for (TopicSpec topic : List.of(
                        cluster.topics().audit(),
                        cluster.topics().commands(),
                        cluster.topics().feedback(),
                        cluster.topics().dispatch(Workload.GROUP))) {
                    TopicPartition each = new TopicPartition(topic.name(), partition);
                    admin.deleteRecords(Map.of(each, RecordsToDelete.beforeOffset(Logs.end(admin, each) / 2)))
                            .all()
                            .get(20, TimeUnit.SECONDS);
                }
                Instant first = Logs.first(
                        cluster.bootstrapServers(),
                        new TopicPartition(cluster.topics().audit().name(), partition));
                completeFrom = first.isAfter(completeFrom) ? first : completeFrom;
            }
            return completeFrom;
        }
    }
}
