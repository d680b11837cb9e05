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

/** What the dead letters of a cluster are. It reads on when it is asked. Not thread-safe. */
final class DeadLetterTopic implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final Map<String, Long> counts = new TreeMap<>();

    DeadLetterTopic(String bootstrapServers, Topics topics) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partition = new TopicPartition(topics.deadLetters().name(), 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    /** How many letters there are by now, by the topic they stood in. */
    static Map<String, Long> countsByTopic(String bootstrapServers, Topics topics) {
        try (DeadLetterTopic letters = new DeadLetterTopic(bootstrapServers, topics)) {
            return letters.counts();
        }
    }

    /** The same of one that is kept. */
    Map<String, Long> counts() {
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        while (consumer.position(partition) < end) {
            consumer.poll(Duration.ofMillis(100)).forEach(letter -> counts.merge(stoodIn(letter), 1L, Long::sum));
        }
        return Map.copyOf(counts);
    }

    /** Empty for what is no letter. */
    private static String stoodIn(ConsumerRecord<byte[], byte[]> letter) {
        Header topic = letter.headers().lastHeader(DeadLetters.TOPIC);
        return topic == null ? "" : new String(topic.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
