package io.duestream.specs.fault;

import io.duestream.topic.DeadLetters;
import io.duestream.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the dead letters of a cluster are. */
final class DeadLetterTopic {
    private DeadLetterTopic() {}

    /** How many letters there are by now, by the topic they stood in. */
    static Map<String, Long> countsByTopic(String bootstrapServers, Topics topics) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topics.deadLetters().name(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            Map<String, Long> counts = new TreeMap<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(letter -> counts.merge(stoodIn(letter), 1L, Long::sum));
            }
            return counts;
        }
    }

    /** Empty for what is no letter. */
    private static String stoodIn(ConsumerRecord<byte[], byte[]> letter) {
        Header topic = letter.headers().lastHeader(DeadLetters.TOPIC);
        return topic == null ? "" : new String(topic.value(), StandardCharsets.UTF_8);
    }
}
