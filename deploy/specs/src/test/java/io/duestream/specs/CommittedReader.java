package io.duestream.specs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning as a careful reader does: only what was committed. The topic may come later. */
final class CommittedReader implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topic;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private boolean assigned;

    CommittedReader(String bootstrapServers, String topic) {
        this.topic = topic;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "allow.auto.create.topics",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Everything read so far, a little more than the last time if there is more. */
    List<ConsumerRecord<byte[], byte[]>> read() {
        if (!assigned) {
            assign();
        }
        if (assigned) {
            consumer.poll(Duration.ofMillis(20)).forEach(records::add);
        }
        return List.copyOf(records);
    }

    private void assign() {
        List<TopicPartition> partitions = consumer.listTopics().getOrDefault(topic, List.of()).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (!partitions.isEmpty()) {
            consumer.assign(Set.copyOf(partitions));
            consumer.seekToBeginning(partitions);
            assigned = true;
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
