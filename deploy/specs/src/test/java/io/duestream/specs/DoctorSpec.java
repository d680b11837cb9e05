package io.duestream.specs;

import static io.duestream.specs.Remedies.mend;
import static io.duestream.specs.Remedies.remedy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.client.failstore.FailStoreDirectory;
import io.duestream.client.failstore.FailStoreFactory;
import io.duestream.client.failstore.FailStoreRoot;
import io.duestream.client.failstore.RecordKind;
import io.duestream.client.failstore.StoreBounds;
import io.duestream.client.failstore.StoredRecord;
import io.duestream.executor.RunResult;
import io.duestream.job.JobKey;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnded;
import io.duestream.specs.fixture.Cluster;
import io.duestream.specs.fixture.CommandRun;
import io.duestream.topic.JobPartition;
import io.duestream.tracker.process.TrackerConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The doctor has nothing to say of a healthy cluster, and finds each fault that is planted in it as long as it is there. */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class DoctorSpec {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Cluster cluster = Cluster.embedded();
    private Admin admin;
    private JobClient client;

    @BeforeAll
    void start() {
        admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
        cluster.startTracker();
        cluster.startExecutor("mail", 2, context -> RunResult.success());
        cluster.startFeedback();
        client = cluster.startClient("shop");
        List<Job> jobs =
                List.of(Job.of("mail", "plain"), Job.of("mail", "sharded").shards(3));
        jobs.forEach(client::submit);
        client.submit(Job.of("mail", "later").at(Instant.now().plus(Duration.ofDays(9))));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(jobs)
                        .allSatisfy(job -> assertThat(cluster.audit().events(job.key(), JobEnded.class))
                                .hasSize(1)));
    }

    @AfterAll
    void stop() {
        admin.close();
        cluster.close();
    }

    @Test
    void a_healthy_cluster_has_nothing_wrong() {
        CommandRun doctor = run("doctor", "--watch", "2", "--zookeeper", cluster.zooKeeper());

        assertThat(doctor.out()).contains("13 checks, 0 findings");
        assertThat(doctor.exitCode()).as(doctor.out() + doctor.err()).isZero();
        assertThat(run("doctor", "--only", "brokers", "--json").out()).contains("\"healthy\" : true");
    }

    @Test
    void topics_that_are_set_otherwise_are_found() throws Exception {
        String audit = cluster.topics().audit().name();
        set(audit, "cleanup.policy", "compact");
        set(cluster.topics().logs().name(), "retention.ms", "60000");

        assertFound("topics", audit + " has cleanup.policy=compact", "keeps records for PT1M");

        mend(cluster, "topics", audit + " has cleanup.policy=compact");
        mend(cluster, "topics", "keeps records for PT1M");
        assertSilent("topics");
    }

    @Test
    void changelogs_that_forget_are_found() throws Exception {
        String jobs = changelog("jobs");
        set(jobs, "cleanup.policy", "delete");

        assertFound("changelogs", jobs + " has cleanup.policy=delete");

        mend(cluster, "changelogs", jobs);
        assertSilent("changelogs");
    }

    @Test
    void a_group_with_jobs_and_without_executors_is_found_and_what_waits_for_it() throws Exception {
        Job job = Job.of("nobody", "waits");
        client.submit(job);
        await().atMost(SOON)
                .until(() ->
                        cluster.audit().events(job.key(), JobAccepted.class).size() == 1);

        assertFound("members", "'nobody' has 1 live jobs and no executor");
        assertThat(remedy(cluster, "members", "'nobody'")).isEqualTo("duestream executor --group nobody");
        CommandRun waiting = run("doctor", "--only", "waiting", "--waiting", "0");
        assertThat(waiting.exitCode()).as(waiting.out()).isEqualTo(1);
        assertThat(waiting.out())
                .contains("waiting for room", "nobody/waits fire 1", "start executors of the group, or look whether");
        assertSilent("waiting");

        cluster.startExecutor("nobody", 1, context -> RunResult.success());
        await().atMost(SOON)
                .until(() -> cluster.audit().events(job.key(), JobEnded.class).size() == 1);
        assertSilent("members");
    }

    @Test
    void timer_rows_without_a_job_are_found_and_jobs_without_their_timer_row() throws Exception {
        JobKey ghost = new JobKey("mail", "ghost");
        byte[] orphan = timer(Instant.now().plus(Duration.ofDays(30)), ghost);
        send(row("timers", ghost, orphan, new byte[0]));

        assertFound(
                "timers",
                "1 timer rows that no job has written: mail/ghost",
                "nothing is lost: the sweep drops each when its time comes");

        send(row("timers", ghost, orphan, null));
        JobKey later = new JobKey("mail", "later");
        byte[] real = read(changelog("timers")).stream()
                .filter(each -> new String(each, StandardCharsets.UTF_8).endsWith("mail/later"))
                .findFirst()
                .orElseThrow();
        send(row("timers", later, real, null));
        assertFound(
                "timers",
                "1 jobs whose timer row is missing",
                "mail/later to wake",
                "the walker puts rows back each " + TrackerConfig.WALK_EVERY);

        send(row("timers", later, real, new byte[0]));
        assertSilent("timers");
    }

    @Test
    void rows_that_wait_or_run_for_no_fire_are_found() throws Exception {
        JobKey ghost = new JobKey("mail", "ghost");
        byte[] name = JobPartition.keyBytes(ghost);
        byte[] ready = ByteBuffer.allocate(4 + 1 + 4 + 8 + 8 + 8 + 4)
                .put("mail".getBytes(StandardCharsets.UTF_8))
                .put((byte) 0)
                .putInt(100)
                .putLong(System.currentTimeMillis())
                .putLong(1)
                .putLong(1)
                .putInt(0)
                .array();
        byte[] shard = ByteBuffer.allocate(4 + name.length + 12)
                .putInt(name.length)
                .put(name)
                .putLong(1)
                .putInt(2)
                .array();
        send(row("ready", ghost, ready, name));
        send(row("attempts", ghost, shard, new byte[] {1}));

        assertFound(
                "waiting",
                "1 rows that wait for room, of fires that are over: mail/ghost fire 1",
                "a tracker drops each");
        assertFound(
                "attempts",
                "1 rows of shards of fires that are over: mail/ghost fire 1 shard 2",
                "remove their state folders");

        send(row("ready", ghost, ready, null));
        send(row("attempts", ghost, shard, null));
        assertSilent("waiting");
        assertSilent("attempts");
    }

    @Test
    void an_offset_that_does_not_move_is_found() throws Exception {
        String topic = cluster.topics().dispatch("slow").name();
        assertThat(run("topic", "create", "--group", "slow").exitCode()).isZero();
        for (int i = 0; i < 3; i++) {
            send(new ProducerRecord<>(topic, 0, new byte[0], new byte[0]));
        }
        commit("slow", topic, 0);

        CommandRun doctor = run("doctor", "--only", "lag", "--watch", "1");
        assertThat(doctor.exitCode()).as(doctor.out()).isEqualTo(1);
        assertThat(doctor.out())
                .contains("node group 'slow' has read nothing of " + topic + "-0", "3 offsets are left");
        assertThat(doctor.out()).contains("duestream doctor --only members --only transactions");
        assertThat(run("doctor", "--only", "members", "--only", "transactions").exitCode())
                .isZero();

        commit("slow", topic, 3);
        assertThat(run("doctor", "--only", "lag", "--watch", "1").exitCode()).isZero();
    }

    @Test
    void a_transaction_that_stays_open_is_found() {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "forgotten"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(cluster.topics().logs().name(), new byte[0], new byte[0]));
            producer.flush();

            await().atMost(SOON).untilAsserted(() -> {
                CommandRun doctor = run("doctor", "--only", "transactions", "--open-transaction", "1");
                assertThat(doctor.out())
                        .contains(
                                cluster.topics().logs().name(),
                                "it is that of 'forgotten'",
                                "stop the process that uses the transactional id 'forgotten'");
                assertThat(doctor.exitCode()).isEqualTo(1);
            });
            producer.abortTransaction();
        }
        assertSilent("transactions");
    }

    @Test
    void fail_stores_that_nobody_empties_are_found(@TempDir Path folder) throws Exception {
        Path commands = new FailStoreRoot(folder, cluster.topics().cluster()).commands();
        FailStoreDirectory directory = new FailStoreDirectory(
                commands,
                FailStoreFactory.named(FailStoreFactory.DEFAULT),
                StoreBounds.DEFAULT,
                InstantSource.system());
        CommandRun healthy = run("doctor", "--only", "fail-stores", "--fail-store", folder.toString());
        assertThat(healthy.exitCode()).as(healthy.out()).isZero();

        try (FailStoreDirectory.Claimed open = directory.claim()) {
            open.records().append(List.of(stored(1), stored(2), stored(3)));
            open.records().quarantine(stored(3), "too large", Instant.now());
        }
        Files.createDirectory(commands.resolve("leveldb-2.corrupt-20270301T120000Z"));

        CommandRun doctor = run("doctor", "--only", "fail-stores", "--fail-store", folder.toString());
        assertThat(doctor.exitCode()).as(doctor.out()).isEqualTo(1);
        assertThat(doctor.out())
                .contains(
                        "the fail store commands/leveldb-1 holds 2 records and no process has it",
                        "duestream fail-store drain --dir " + folder,
                        "the fail store commands/leveldb-1 has 1 records in quarantine",
                        "duestream fail-store quarantine --dir " + folder,
                        "leveldb-2.corrupt-20270301T120000Z was found corrupt and set aside");
    }

    private StoredRecord stored(long sequence) {
        return new StoredRecord(
                sequence,
                RecordKind.COMMAND,
                "mail/" + sequence,
                cluster.topics().commands().name(),
                new byte[1],
                new byte[9],
                Instant.now());
    }

    @Test
    void dead_letters_are_told_of_until_somebody_has_seen_to_them() throws Exception {
        send(new ProducerRecord<>(cluster.topics().commands().name(), 0, new byte[0], new byte[] {1}));
        await().atMost(SOON).untilAsserted(() -> assertFound("dead-letters", "1 records of "));
        String remedy = remedy(cluster, "dead-letters", "1 records of ");
        assertThat(remedy)
                .isEqualTo("duestream dead-letter list --open --topic "
                        + cluster.topics().commands().name());
        assertThat(run(remedy.substring("duestream ".length()).split(" ")).out())
                .contains(cluster.topics().commands().name());

        run("dead-letter", "dismiss", "--all", "--yes");
        assertSilent("dead-letters");
    }

    @Test
    void a_zookeeper_that_does_not_answer_is_a_note_and_no_illness() {
        CommandRun doctor = run("doctor", "--only", "zookeeper", "--zookeeper", "localhost:1");

        assertThat(doctor.out()).contains("NOTE zookeeper: ZooKeeper at localhost:1 does not answer");
        assertThat(doctor.exitCode()).isZero();
    }

    private CommandRun run(String... words) {
        return CommandRun.of(cluster, words);
    }

    private void assertFound(String check, String... words) {
        CommandRun doctor = run("doctor", "--only", check);
        assertThat(doctor.out()).contains(words);
        assertThat(doctor.exitCode()).isEqualTo(1);
    }

    private void assertSilent(String check) {
        Remedies.assertSilent(cluster, check);
    }

    private String changelog(String store) {
        return cluster.topics().trackerApplicationId() + "-" + store + "-changelog";
    }

    private ProducerRecord<byte[], byte[]> row(String store, JobKey job, byte[] key, byte[] value) {
        return new ProducerRecord<>(changelog(store), JobPartition.of(job, 2), key, value);
    }

    private static byte[] timer(Instant wakeAt, JobKey job) {
        byte[] name = JobPartition.keyBytes(job);
        return ByteBuffer.allocate(12 + name.length)
                .putLong(wakeAt.toEpochMilli())
                .putInt(100)
                .put(name)
                .array();
    }

    /** The keys of a topic. */
    private List<byte[]> read(String topic) {
        List<byte[]> keys = new ArrayList<>();
        try (CommittedReader reader = new CommittedReader(cluster.bootstrapServers(), topic)) {
            await().atMost(SOON).until(() -> {
                keys.clear();
                reader.read().forEach(each -> keys.add(each.key()));
                return keys.stream().anyMatch(key -> new String(key, StandardCharsets.UTF_8).endsWith("mail/later"));
            });
        }
        return keys;
    }

    private void set(String topic, String key, String value) throws Exception {
        Collection<AlterConfigOp> change =
                List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET));
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), change))
                .all()
                .get(20, TimeUnit.SECONDS);
    }

    private void commit(String group, String topic, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(
                        cluster.topics().executorConsumerGroup(group),
                        Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)))
                .all()
                .get(20, TimeUnit.SECONDS);
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            producer.send(record).get(20, TimeUnit.SECONDS);
        }
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", cluster.bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
