package io.duestream.cli.audit;

import io.duestream.cli.output.CommandFailedException;
import io.duestream.client.KafkaConnection;
import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.RecordCodec;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.job.Position;
import io.duestream.record.AuditRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit topic of a cluster, read from its beginning or its end. For one thread. */
public final class AuditLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int ANSWER_WITHIN_MILLIS = 15_000;

    private final RecordCodec<AuditRecord> codec = RecordCodec.of(AuditRecord.class);
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private long unreadable;

    private AuditLog(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.partitions = partitions;
    }

    /**
     * Finds the audit topic; reading begins at its beginning.
     *
     * @throws CommandFailedException if the cluster has none
     * @throws org.apache.kafka.common.KafkaException if the brokers do not answer
     */
    public static AuditLog open(KafkaConnection connection) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties(connection));
        try {
            String topic = connection.topics().audit().name();
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new CommandFailedException("the brokers at " + connection.bootstrapServers() + " have no topic "
                        + topic + ": no tracker of cluster '" + connection.cluster()
                        + "' has run there yet, or the cluster's name is another (--cluster)");
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return new AuditLog(consumer, partitions);
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw e;
        }
    }

    private static Map<String, Object> properties(KafkaConnection connection) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        properties.putAll(connection.kafka());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return properties;
    }

    /** Goes on so many records before the end of each partition, or from its beginning if it has not as many. */
    public void seekBack(long records) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        consumer.endOffsets(partitions)
                .forEach((partition, end) -> consumer.seek(partition, Math.max(begins.get(partition), end - records)));
    }

    /** Reads from where it is up to what is committed now. */
    public void readToEnd(Consumer<AuditEntry> reader) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
            poll(POLL, reader);
        }
    }

    /** Reads from where it is until told to stop; asks at least every 200 ms. */
    public void follow(Consumer<AuditEntry> reader, BooleanSupplier stopped) {
        while (!stopped.getAsBoolean()) {
            poll(POLL, reader);
        }
    }

    private void poll(Duration wait, Consumer<AuditEntry> reader) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
            try {
                reader.accept(new AuditEntry(
                        new Position(record.partition(), record.offset()),
                        Instant.ofEpochMilli(record.timestamp()),
                        codec.decode(record.value())));
            } catch (MalformedRecordException | UnknownSchemaException e) {
                unreadable++;
                LOG.warn(
                        "{}-{}@{} cannot be read and is left out: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        e.getMessage());
            }
        }
    }

    /** Records left out because they could not be read. */
    public long unreadable() {
        return unreadable;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
