package io.duestream.cli.bench;

import io.duestream.client.KafkaConnection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Counts the transactions that a cluster's trackers commit, in the brokers' own log of transactions: what they say of
 * themselves is not asked. For one thread.
 */
final class CommittedTransactions implements AutoCloseable {
    private static final String LOG = "__transaction_state";
    private static final Duration POLL = Duration.ofMillis(200);
    /** In the value, after its version, the producer's id and epoch, and the time limit. */
    private static final int STATUS_AT = 2 + 8 + 2 + 4;

    private static final byte COMPLETE_COMMIT = 4;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final String trackers;

    /** From now on. */
    CommittedTransactions(KafkaConnection cluster) {
        Map<String, Object> properties = new HashMap<>(cluster.kafka());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        this.trackers = cluster.topics().trackerApplicationId() + "-";
        this.consumer = new KafkaConsumer<>(properties);
        this.partitions = consumer.partitionsFor(LOG).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** How many have been committed since the last call. */
    int count() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        int commits = 0;
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (commits(record)) {
                    commits++;
                }
            }
        }
        return commits;
    }

    private boolean commits(ConsumerRecord<byte[], byte[]> record) {
        return record.key() != null
                && record.value() != null
                && record.value().length > STATUS_AT
                && record.value()[STATUS_AT] == COMPLETE_COMMIT
                && transactionalId(record.key()).startsWith(trackers);
    }

    /** After the key's version, with its length before it. */
    private static String transactionalId(byte[] key) {
        ByteBuffer buffer = ByteBuffer.wrap(key, 2, key.length - 2);
        byte[] name = new byte[Math.min(buffer.getShort(), buffer.remaining())];
        buffer.get(name);
        return new String(name, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
