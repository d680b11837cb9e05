package io.duestream.specs.fault;

import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How far the executors of a group are: what was dispatched to them, and what they have committed. */
final class DispatchOffsets {
    private final String bootstrapServers;
    private final Topics topics;
    private final String group;

    DispatchOffsets(String bootstrapServers, Topics topics, String group) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.group = group;
    }

    /** The committed offsets; partitions without one are left out. */
    Map<TopicPartition, Long> committed() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Map<TopicPartition, Long> committed = new HashMap<>();
            Map<TopicPartition, OffsetAndMetadata> known = admin.listConsumerGroupOffsets(
                            topics.executorConsumerGroup(group))
                    .partitionsToOffsetAndMetadata()
                    .get();
            known.forEach((partition, offset) -> {
                if (offset != null) {
                    committed.put(partition, offset.offset());
                }
            });
            return committed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the last attempt of each partition that has one ends; behind it may be marks of transactions. */
    Map<TopicPartition, Long> ends() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer
                    .partitionsFor(topics.dispatch(group).name())
                    .stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = new HashMap<>();
            Map<TopicPartition, Long> last = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < last.get(each))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record ->
                                ends.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1));
            }
            return ends;
        }
    }

    /** Whether more is committed now in each partition. */
    boolean haveMovedOn(Map<TopicPartition, Long> before) {
        Map<TopicPartition, Long> now = committed();
        return before.entrySet().stream().allMatch(each -> now.getOrDefault(each.getKey(), -1L) > each.getValue());
    }

    /** Whether the executors have committed all that was dispatched. */
    boolean allCommitted() {
        return committed().entrySet().containsAll(ends().entrySet());
    }
}
