package io.duestream.tracker.process;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Whether anything was ever committed to topics: what a transaction that was given up has left behind is not. */
final class CommittedRecords {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long WITHIN_NANOS = Duration.ofSeconds(30).toNanos();

    private final Map<String, Object> settings;

    CommittedRecords(Map<String, Object> clients) {
        this.settings = new HashMap<>(clients);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                IsolationLevel.READ_COMMITTED.toString().toLowerCase(Locale.ROOT));
    }

    /**
     * Looks from the start of each topic up to the first committed record.
     *
     * @throws TrackerStartException if the brokers take too long
     */
    boolean anyIn(Set<String> topics) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            List<TopicPartition> partitions = topics.stream()
                    .map(consumer::partitionsFor)
                    .flatMap(Collection::stream)
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long begun = System.nanoTime();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                if (!consumer.poll(POLL).isEmpty()) {
                    return true;
                }
                if (System.nanoTime() - begun > WITHIN_NANOS) {
                    throw new TrackerStartException("the changelog topics " + topics
                            + " could not be read within 30 seconds; start again when the brokers are less busy");
                }
            }
            return false;
        }
    }
}
