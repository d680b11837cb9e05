package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.embedded.EmbeddedCluster;
import io.duestream.specs.fixture.CommandRun;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A transaction is open on a partition, and its coordinator has never heard of it: nobody but an operator ends it. */
@Timeout(240)
class HangingTransactionSpec {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String ID = "forgotten";
    private static final Pattern OFFSET = Pattern.compile("--start-offset ([0-9]+)");

    private final Topics topics = Topics.of("hanging");
    private final TopicPartition logs = new TopicPartition(topics.logs().name(), 0);

    @TempDir
    private Path data;

    private EmbeddedCluster cluster;
    private Admin admin;

    @BeforeEach
    void start() {
        cluster = EmbeddedCluster.start(new EmbeddedCluster.Settings(data));
        admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
        new TopicProvisioner(admin, 1, (short) 1).ensure(List.of(topics.logs()));
    }

    @AfterEach
    void stop() {
        admin.close(Duration.ZERO);
        cluster.close();
    }

    @Test
    void the_doctor_finds_it_and_what_it_says_ends_it() throws Exception {
        KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", ID));
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(logs.topic(), 0, new byte[0], new byte[0]));
        producer.flush();
        theCoordinatorForgets();
        producer.close(Duration.ZERO);

        CommandRun doctor = await().atMost(SOON)
                .until(this::doctor, run -> run.out().contains("its coordinator does not know of it"));
        assertThat(doctor.exitCode()).isEqualTo(1);
        Matcher offset = OFFSET.matcher(doctor.out());
        assertThat(offset.find()).as(doctor.out()).isTrue();

        ProducerState open = admin.describeProducers(List.of(logs))
                .partitionResult(logs)
                .get()
                .activeProducers()
                .get(0);
        assertThat(open.currentTransactionStartOffset()).hasValue(Long.parseLong(offset.group(1)));
        // As kafka-transactions.sh does with the line that the doctor gives.
        admin.abortTransaction(new AbortTransactionSpec(
                        logs,
                        open.producerId(),
                        (short) open.producerEpoch(),
                        open.coordinatorEpoch().orElse(0)))
                .all()
                .get(20, TimeUnit.SECONDS);
        await().atMost(SOON).until(() -> doctor().exitCode() == 0);
    }

    private CommandRun doctor() {
        return CommandRun.of(
                "doctor",
                "--only",
                "transactions",
                "--open-transaction",
                "1",
                "--bootstrap",
                cluster.bootstrapServers(),
                "--cluster",
                topics.cluster());
    }

    /** Removes the row of the transactional id, which the coordinator reads when its broker starts. */
    private void theCoordinatorForgets() throws Exception {
        byte[] id = ID.getBytes(StandardCharsets.UTF_8);
        byte[] key = ByteBuffer.allocate(4 + id.length)
                .putShort((short) 0)
                .putShort((short) id.length)
                .put(id)
                .array();
        int partitions = admin.describeTopics(List.of("__transaction_state"))
                .topicNameValues()
                .get("__transaction_state")
                .get()
                .partitions()
                .size();
        // The only client that brokers let write to a topic of their own.
        try (KafkaProducer<byte[], byte[]> writer = producer(Map.of("client.id", "__admin_client"))) {
            int partition = Math.abs(ID.hashCode() % partitions);
            writer.send(new ProducerRecord<>("__transaction_state", partition, key, null))
                    .get(20, TimeUnit.SECONDS);
        }
        cluster.stopBroker();
        cluster.startBroker();
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", cluster.bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
