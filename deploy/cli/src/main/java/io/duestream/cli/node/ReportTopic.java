package io.duestream.cli.node;

import io.duestream.cli.output.CommandFailedException;
import io.duestream.client.KafkaConnection;
import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.RecordCodec;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.record.NodeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The node reports of a cluster, the last of each node. For one thread. */
final class ReportTopic implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RecordCodec<NodeReport> codec = RecordCodec.of(NodeReport.class);
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<String, SeenNode> nodes = new TreeMap<>();
    private Instant newest = Instant.EPOCH;
    private long unreadable;

    private ReportTopic(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.partitions = partitions;
    }

    /**
     * Reads the reports of a time until now.
     *
     * @param window how far back
     * @throws CommandFailedException if the cluster has no such topic
     */
    static ReportTopic open(KafkaConnection connection, Duration window) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties(connection));
        try {
            String topic = connection.topics().metrics().name();
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new CommandFailedException("the brokers at " + connection.bootstrapServers() + " have no topic "
                        + topic + ": no tracker of cluster '" + connection.cluster()
                        + "' has run there yet, or the cluster's name is another (--cluster)");
            }
            consumer.assign(partitions);
            ReportTopic reports = new ReportTopic(consumer, partitions);
            reports.seek(window);
            reports.readToEnd();
            return reports;
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw e;
        }
    }

    private static Map<String, Object> properties(KafkaConnection connection) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        properties.putAll(connection.kafka());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return properties;
    }

    /** Back from the last report, not from this machine's clock, where that is ahead. */
    private void seek(Duration window) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        ends.forEach((partition, end) -> consumer.seek(partition, Math.max(begins.get(partition), end - 1)));
        readToEnd();
        Instant now = Instant.now();
        Instant from = (newest.isBefore(now) ? newest : now).minus(window);
        Map<TopicPartition, Long> asked = new HashMap<>();
        partitions.forEach(each -> asked.put(each, Math.max(0, from.toEpochMilli())));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(asked);
        partitions.forEach(each -> {
            if (found.get(each) != null) {
                consumer.seek(each, found.get(each).offset());
            }
        });
    }

    /** Reads what has come since. */
    void readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
            if (System.nanoTime() - deadline > 0) {
                throw new CommandFailedException("the node reports could not be read within " + PATIENCE.toSeconds()
                        + " s; try again, or a shorter time with --since");
            }
            consumer.poll(POLL).forEach(this::take);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            NodeReport report = codec.decode(record.value());
            Instant at = Instant.ofEpochMilli(record.timestamp());
            newest = newest.isAfter(at) ? newest : at;
            nodes.put(report.node(), new SeenNode(report, at));
        } catch (MalformedRecordException | UnknownSchemaException e) {
            // Not a report this version can read; its node shows by its others, or not at all.
            unreadable++;
        }
    }

    /** Records that are no node reports this version can read. */
    long unreadable() {
        return unreadable;
    }

    /** The nodes, by id. */
    List<SeenNode> nodes() {
        return List.copyOf(nodes.values());
    }

    /** One node. */
    Optional<SeenNode> node(String id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /** Now, as the brokers have it at least: this machine's clock may be behind. */
    Instant now() {
        Instant now = Instant.now();
        return newest.isAfter(now) ? newest : now;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
