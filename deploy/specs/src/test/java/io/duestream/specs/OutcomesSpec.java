package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.codec.RecordCodec;
import io.duestream.embedded.EmbeddedCluster;
import io.duestream.feedback.FeedbackConfig;
import io.duestream.feedback.FeedbackStatus;
import io.duestream.feedback.FeedbackStream;
import io.duestream.job.JobId;
import io.duestream.job.Phase;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobOutcome;
import io.duestream.record.TimerInput;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.topic.DeadLetters;
import io.duestream.topic.JobPartition;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What client groups are told, on a real broker. Each test has a cluster name of its own. */
@Timeout(150)
class OutcomesSpec {
    private static final RecordCodec<AuditRecord> AUDITS = RecordCodec.of(AuditRecord.class);
    private static final RecordCodec<JobOutcome> OUTCOMES = RecordCodec.of(JobOutcome.class);
    private static final Instant DUE = Instant.parse("2026-11-20T08:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path data;

    private static EmbeddedCluster cluster;
    private static Admin admin;
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start() {
        cluster = EmbeddedCluster.start(new EmbeddedCluster.Settings(data));
        // With several requests at once a starved broker, which fences itself for a moment, can make the producer
        // repeat a sequence number that it takes for a gap, until the delivery times out.
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "reconnect.backoff.max.ms",
                200,
                "linger.ms",
                5,
                "max.in.flight.requests.per.connection",
                1);
        admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers(), "reconnect.backoff.max.ms", 200));
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        cluster.close();
    }

    @Test
    void ends_are_told_in_a_topic_that_is_made_for_the_client_group_and_garbage_is_put_aside() throws Exception {
        Topics topics = made("told");
        producer.send(new ProducerRecord<>(topics.audit().name(), 0, null, bytes("garbage")));
        for (long fire = 1; fire <= 3; fire++) {
            audit(topics, "shop", "task", fire);
        }
        try (FeedbackStream feedback = FeedbackStream.start(config(topics).withZooKeeper(cluster.zooKeeper()));
                CommittedReader outcomes = reader(topics.outcomes("shop").name())) {
            await().atMost(PATIENCE).until(() -> outcomes.read().size() == 3);
            assertThat(outcomes.read()).extracting(OutcomesSpec::fire).containsExactly(1L, 2L, 3L);

            try (CommittedReader letters = reader(topics.deadLetters().name())) {
                await().atMost(PATIENCE).until(() -> letters.read().size() == 1);
                ConsumerRecord<byte[], byte[]> letter = letters.read().get(0);
                assertThat(letter.value()).isEqualTo(bytes("garbage"));
                assertThat(letter.headers().lastHeader(DeadLetters.TOPIC).value())
                        .isEqualTo(bytes(topics.audit().name()));
            }
            await().atMost(PATIENCE).until(() -> feedback.status().outcomes() == 3);
            assertThat(feedback.status().state()).isEqualTo(FeedbackStatus.State.RUNNING);
        }
    }

    @Test
    void a_process_that_is_killed_again_and_again_tells_everything_once_and_in_order() throws Exception {
        Topics topics = made("killed");
        long fires = 4_000;
        for (long fire = 1; fire <= fires; fire++) {
            audit(topics, fire % 3 == 0 ? "bank" : "shop", "task-" + fire % 7, fire);
        }
        producer.flush();
        try (CommittedReader shop = reader(topics.outcomes("shop").name());
                CommittedReader bank = reader(topics.outcomes("bank").name())) {
            for (int kill = 1; kill <= 2; kill++) {
                long enough = kill * fires / 4;
                try (FeedbackProcess process = FeedbackProcess.start(cluster.bootstrapServers(), topics.cluster())) {
                    await().atMost(PATIENCE)
                            .until(() -> shop.read().size() + bank.read().size() > enough);
                    process.kill();
                }
                assertThat(shop.read().size() + bank.read().size()).isLessThan((int) fires);
            }
            try (FeedbackStream feedback =
                    FeedbackStream.start(config(topics).withInstance(FeedbackProcess.INSTANCE))) {
                await().atMost(PATIENCE)
                        .until(() -> shop.read().size() + bank.read().size() >= fires);
                await().atMost(PATIENCE).until(() -> lag(topics) == 0);
                assertThat(feedback.status().outcomes()).isLessThan(fires);
            }
            assertThat(shop.read())
                    .extracting(OutcomesSpec::fire)
                    .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, fires)
                            .filter(fire -> fire % 3 != 0)
                            .boxed()
                            .toList());
            assertThat(bank.read())
                    .extracting(OutcomesSpec::fire)
                    .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, fires)
                            .filter(fire -> fire % 3 == 0)
                            .boxed()
                            .toList());
            for (CommittedReader reader : List.of(shop, bank)) {
                for (int task = 0; task < 7; task++) {
                    String taskId = "task-" + task;
                    assertThat(reader.read().stream()
                                    .map(record -> OUTCOMES.decode(record.value()))
                                    .filter(outcome -> outcome.taskId().equals(taskId))
                                    .map(JobOutcome::fire))
                            .isSorted();
                }
            }
        }
    }

    @Test
    void two_processes_share_the_work_and_one_takes_over_when_the_other_leaves() throws Exception {
        Topics topics = made("shared");
        try (CommittedReader outcomes = reader(topics.outcomes("shop").name());
                FeedbackStream stays = FeedbackStream.start(config(topics))) {
            FeedbackStream leaves = FeedbackStream.start(config(topics));
            long fire = 0;
            while (stays.status().outcomes() == 0 || leaves.status().outcomes() == 0) {
                fire++;
                audit(topics, "shop", "task-" + fire, fire);
                long sent = fire;
                await().atMost(PATIENCE).until(() -> outcomes.read().size() == sent);
            }
            leaves.close();
            leaves.awaitEnded();
            assertThat(leaves.status().state()).isEqualTo(FeedbackStatus.State.CLOSED);
            for (int more = 0; more < 20; more++) {
                fire++;
                audit(topics, "shop", "task-" + fire, fire);
            }
            long sent = fire;

            await().atMost(PATIENCE).until(() -> outcomes.read().size() >= sent);

            assertThat(outcomes.read())
                    .extracting(OutcomesSpec::fire)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, sent).boxed().toList());
        }
    }

    @Test
    void decisions_without_an_outcome_cost_no_transaction() throws Exception {
        Topics topics = made("quiet");
        audit(topics, "shop", "task", 1);
        try (FeedbackStream feedback = FeedbackStream.start(config(topics))) {
            await().atMost(PATIENCE).until(() -> feedback.status().outcomes() == 1 && lag(topics) == 0);
            long transactions = endOffsets("__transaction_state");
            for (int record = 0; record < 10; record++) {
                write(topics, audit("shop", "task", false, List.of(fireEnded(2))));
            }

            await().atMost(PATIENCE).until(() -> lag(topics) == 0);

            assertThat(endOffsets("__transaction_state")).isEqualTo(transactions);
            assertThat(feedback.status().transactions()).isEqualTo(1);
        }
    }

    @Test
    void a_deleted_topic_is_made_again_and_no_other_group_is_told_twice() throws Exception {
        Topics topics = made("deleted");
        audit(topics, "shop", "task", 1);
        audit(topics, "bank", "task", 2);
        try (FeedbackStream feedback = FeedbackStream.start(config(topics));
                CommittedReader bank = reader(topics.outcomes("bank").name())) {
            await().atMost(PATIENCE).until(() -> feedback.status().outcomes() == 2);
            admin.deleteTopics(List.of(topics.outcomes("shop").name())).all().get();
            audit(topics, "bank", "task", 3);
            audit(topics, "shop", "task", 4);
            audit(topics, "bank", "task", 5);

            await().atMost(PATIENCE).until(() -> feedback.status().outcomes() == 5);

            await().atMost(PATIENCE).until(() -> bank.read().size() == 3);
            assertThat(bank.read()).extracting(OutcomesSpec::fire).containsExactly(2L, 3L, 5L);
            try (CommittedReader shop = reader(topics.outcomes("shop").name())) {
                await().atMost(PATIENCE).until(() -> shop.read().size() == 1);
                assertThat(shop.read()).extracting(OutcomesSpec::fire).containsExactly(4L);
            }
            assertThat(feedback.status().refused()).isEmpty();
            assertThat(feedback.status().deadLetters()).isZero();
        }
    }

    @Test
    void an_outage_of_the_brokers_is_seen_in_the_status_and_waited_out() throws Exception {
        Topics topics = made("outage");
        audit(topics, "shop", "task", 1);
        try (FeedbackStream feedback =
                FeedbackStream.start(config(topics).withKafka(Map.of("reconnect.backoff.max.ms", "200")))) {
            await().atMost(PATIENCE).until(() -> feedback.status().outcomes() == 1);

            cluster.stopBroker();
            await().atMost(PATIENCE).until(() -> feedback.status().state() == FeedbackStatus.State.RETRYING);
            assertThat(feedback.status().problem()).isPresent();
            cluster.startBroker();
            audit(topics, "shop", "task", 2);

            await().atMost(PATIENCE).until(() -> feedback.status().outcomes() == 2);
            assertThat(feedback.status().state()).isEqualTo(FeedbackStatus.State.RUNNING);
        }
        try (CommittedReader outcomes = reader(topics.outcomes("shop").name())) {
            await().atMost(PATIENCE).until(() -> outcomes.read().size() >= 2);
            assertThat(outcomes.read()).extracting(OutcomesSpec::fire).containsExactly(1L, 2L);
        }
    }

    private static Topics made(String name) {
        Topics topics = Topics.of(name);
        new TopicProvisioner(admin, 3, (short) 1).ensure(topics.fixed());
        return topics;
    }

    private static FeedbackConfig config(Topics topics) {
        return FeedbackConfig.of(cluster.bootstrapServers(), topics.cluster());
    }

    private static CommittedReader reader(String topic) {
        return new CommittedReader(cluster.bootstrapServers(), topic);
    }

    private static void audit(Topics topics, String clientGroup, String taskId, long fire) throws Exception {
        write(topics, audit(clientGroup, taskId, true, List.of(fireEnded(fire))));
    }

    private static FireEnded fireEnded(long fire) {
        return new FireEnded(fire, FireEnd.SUCCEEDED, "", DUE, DUE.plusMillis(5), 1, 0, "");
    }

    private static AuditRecord audit(String clientGroup, String taskId, boolean notify, List<JobEvent> events) {
        return new AuditRecord(
                "mail",
                taskId,
                Optional.of(new JobId(0, 0)),
                Optional.of(1L),
                new TimerInput(),
                Optional.empty(),
                DUE,
                "tracker",
                "1",
                "2026a",
                1,
                events,
                Phase.SCHEDULED,
                Optional.empty(),
                Optional.of(clientGroup),
                notify,
                Optional.empty(),
                Optional.empty());
    }

    private static void write(Topics topics, AuditRecord record) throws Exception {
        producer.send(new ProducerRecord<>(
                topics.audit().name(), JobPartition.keyBytes(record.key()), AUDITS.encode(record)));
    }

    private static long fire(ConsumerRecord<byte[], byte[]> record) {
        return OUTCOMES.decode(record.value()).fire();
    }

    private static long lag(Topics topics) throws Exception {
        producer.flush();
        long committed = admin
                .listConsumerGroupOffsets(topics.feedbackConsumerGroup())
                .partitionsToOffsetAndMetadata()
                .get()
                .values()
                .stream()
                .mapToLong(offset -> offset.offset())
                .sum();
        return endOffsets(topics.audit().name()) - committed;
    }

    private static long endOffsets(String topic) throws Exception {
        return EndOffsets.sum(admin, topic);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
