package io.duestream.cli.connection;

import io.duestream.cli.output.CommandFailedException;
import io.duestream.client.KafkaConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All partitions of a topic of the cluster, read in one go and never waited for without a bound. For one thread. */
public final class WholeTopic implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int ANSWER_WITHIN_MILLIS = 15_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Duration patience;

    private WholeTopic(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Duration patience) {
        this.consumer = consumer;
        this.partitions = partitions;
        this.patience = patience;
    }

    /**
     * Finds the topic; reading begins at its beginning.
     *
     * @param isolation whether records of transactions are read before these are committed
     * @param patience how long reading goes on without coming further
     * @throws CommandFailedException if the cluster has none
     * @throws org.apache.kafka.common.KafkaException if the brokers do not answer
     */
    public static WholeTopic open(
            KafkaConnection connection, String topic, IsolationLevel isolation, Duration patience) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties(connection, isolation));
        try {
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
            return new WholeTopic(consumer, partitions, patience);
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw e;
        }
    }

    private static Map<String, Object> properties(KafkaConnection connection, IsolationLevel isolation) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        properties.putAll(connection.kafka());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        properties.put(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString().toLowerCase(Locale.ROOT));
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return properties;
    }

    /** Its partitions. */
    public List<TopicPartition> partitions() {
        return partitions;
    }

    /** Reads it, for who needs more than this class does. */
    public KafkaConsumer<byte[], byte[]> consumer() {
        return consumer;
    }

    /** Goes on so many records before the end of each partition, or from its beginning if it has not as many. */
    public void seekBack(long records) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        consumer.endOffsets(partitions)
                .forEach((partition, end) -> consumer.seek(partition, Math.max(begins.get(partition), end - records)));
    }

    /** Goes on with what was appended then or later. */
    public void seek(Instant time) {
        Map<TopicPartition, Long> asked = new HashMap<>();
        partitions.forEach(each -> asked.put(each, Math.max(0, time.toEpochMilli())));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(asked);
        for (TopicPartition each : partitions) {
            if (found.get(each) != null) {
                consumer.seek(each, found.get(each).offset());
            } else {
                consumer.seekToEnd(List.of(each));
            }
        }
    }

    /**
     * Reads from where it is up to what can be read now.
     *
     * @throws CommandFailedException if nothing comes for too long
     */
    public void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        readTo(consumer.endOffsets(partitions), reader);
    }

    /**
     * Reads from where it is up to given offsets.
     *
     * @throws CommandFailedException if nothing comes for too long
     */
    public void readTo(Map<TopicPartition, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        long progressed = System.nanoTime();
        long before = -1;
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
            poll(reader);
            long now = partitions.stream().mapToLong(consumer::position).sum();
            if (now != before) {
                before = now;
                progressed = System.nanoTime();
            } else if (System.nanoTime() - progressed > patience.toNanos()) {
                throw new CommandFailedException("nothing more of "
                        + partitions.get(0).topic() + " has come for "
                        + patience.toSeconds() + " s: its brokers do not answer, or an open transaction holds back its"
                        + " end ('duestream doctor' tells whose). Nothing was done");
            }
        }
    }

    /** Reads what comes next; waits 200 ms for it at most. */
    public void poll(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        consumer.poll(POLL).forEach(reader);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
