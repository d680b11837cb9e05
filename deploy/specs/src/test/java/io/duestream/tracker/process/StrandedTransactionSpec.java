package io.duestream.tracker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.embedded.EmbeddedCluster;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.Topics;
import io.duestream.tracker.process.StrandedTransactions.Open;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What real brokers tell of how a transaction ended, and that they take the word for the partition that was not told. */
@Timeout(120)
class StrandedTransactionSpec {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Topics topics = Topics.of("stranded");
    private final TopicPartition logs = new TopicPartition(topics.logs().name(), 0);

    @TempDir
    private Path data;

    private EmbeddedCluster cluster;
    private Admin admin;
    private KafkaProducer<byte[], byte[]> producer;
    private PartitionTransactions transactions;

    @BeforeEach
    void start() {
        cluster = EmbeddedCluster.start(new EmbeddedCluster.Settings(data));
        Map<String, Object> clients = Map.of("bootstrap.servers", cluster.bootstrapServers());
        admin = Admin.create(clients);
        new TopicProvisioner(admin, 1, (short) 1).ensure(List.of(topics.logs()));
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put("transactional.id", "stranded");
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        transactions = new PartitionTransactions(admin, clients, topics);
    }

    @AfterEach
    void stop() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        cluster.close();
    }

    private Open begun() {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(logs.topic(), 0, new byte[0], new byte[0]));
        producer.flush();
        return transactions.open(Set.of(logs)).get(0);
    }

    @Test
    void the_coordinator_s_own_records_tell_how_each_transaction_ended() {
        Open first = begun();
        assertThat(transactions.outcome(first)).isEmpty();
        producer.commitTransaction();
        Open second = begun();
        producer.abortTransaction();
        begun();

        assertThat(transactions.outcome(first)).contains(TransactionResult.COMMIT);
        assertThat(transactions.outcome(second)).contains(TransactionResult.ABORT);
    }

    @Test
    void a_partition_takes_the_commit_that_its_coordinator_did_not_send() {
        Open open = begun();
        assertThat(transactions.held()).containsKey(logs);

        transactions.end(open, TransactionResult.COMMIT);

        await().atMost(SOON).until(() -> transactions.held().isEmpty());
        assertThat(new CommittedRecords(Map.of("bootstrap.servers", cluster.bootstrapServers()))
                        .anyIn(Set.of(logs.topic())))
                .isTrue();
    }

    @Test
    void a_producer_s_own_transaction_is_not_taken_for_what_an_earlier_one_has_left() {
        OwnLeftovers leftovers = new OwnLeftovers(transactions);
        begun();
        producer.commitTransaction();
        assertThat(leftovers.end("stranded"))
                .as("partitions that nothing is known of")
                .isEmpty();
        Open open = begun();

        assertThat(leftovers.end("stranded")).isEmpty();

        assertThat(transactions.open(Set.of(logs))).containsExactly(open);
        producer.commitTransaction();
        assertThat(committed(List.of(logs))).isEqualTo(2);
    }

    @Test
    void a_partition_takes_the_abort_that_its_coordinator_did_not_send() {
        Open open = begun();

        transactions.end(open, TransactionResult.ABORT);

        await().atMost(SOON).until(() -> transactions.held().isEmpty());
        assertThat(new CommittedRecords(Map.of("bootstrap.servers", cluster.bootstrapServers()))
                        .anyIn(Set.of(logs.topic())))
                .isFalse();
    }

    private int committed(List<TopicPartition> partitions) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            int records = 0;
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                records += consumer.poll(Duration.ofMillis(200)).count();
            }
            return records;
        }
    }
}
