package io.duestream.cli.deadletter;

import io.duestream.cli.connection.Brokers;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.client.KafkaConnection;
import io.duestream.job.Position;
import io.duestream.topic.DeadLetter;
import io.duestream.topic.DeadLetterEntry;
import io.duestream.topic.Replies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The dead letters of a cluster, read committed from the beginning on. For one thread. */
public final class LetterTopic implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    /** Longer than a transaction of a tracker or a feedback-stream may stay open. */
    private static final Duration PATIENCE = Duration.ofSeconds(75);

    private final KafkaConnection connection;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private long foreign;

    private LetterTopic(
            KafkaConnection connection, KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        this.connection = connection;
        this.consumer = consumer;
        this.partitions = partitions;
    }

    /**
     * Finds the topic.
     *
     * @throws CommandFailedException if the cluster has none
     * @throws org.apache.kafka.common.KafkaException if the brokers do not answer
     */
    public static LetterTopic open(KafkaConnection connection) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties(connection));
        try {
            String topic = connection.topics().deadLetters().name();
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
            return new LetterTopic(connection, consumer, partitions);
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
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return properties;
    }

    /** Goes on with what was appended then or later. A mark stands behind its letter, so none of the rest's is lost. */
    public void seek(Instant time) {
        Map<TopicPartition, Long> asked = new HashMap<>();
        partitions.forEach(each -> asked.put(each, time.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(asked);
        foreign = 0;
        for (TopicPartition each : partitions) {
            if (found.get(each) != null) {
                consumer.seek(each, found.get(each).offset());
            } else {
                consumer.seekToEnd(List.of(each));
            }
        }
    }

    /** Reads from where it is up to what is committed now. */
    public void readToEnd(Consumer<DeadLetterEntry> reader) {
        readTo(consumer.endOffsets(partitions), reader);
    }

    /**
     * Reads from where it is up to the last record of all, waiting for transactions that are open.
     *
     * @throws CommandFailedException if one stays open too long
     */
    void readAll(Consumer<DeadLetterEntry> reader) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(each -> asked.put(each, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (Admin admin = Admin.create(Brokers.settings(connection))) {
            ListOffsetsResult found = admin.listOffsets(asked);
            partitions.forEach(each ->
                    ends.put(each, Replies.await(found.partitionResult(each)).offset()));
        }
        readTo(ends, reader);
    }

    private void readTo(Map<TopicPartition, Long> ends, Consumer<DeadLetterEntry> reader) {
        long progressed = System.nanoTime();
        long before = -1;
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                DeadLetterEntry.read(record).ifPresentOrElse(reader, () -> foreign++);
            }
            long now = partitions.stream().mapToLong(consumer::position).sum();
            if (now != before) {
                before = now;
                progressed = System.nanoTime();
            } else if (System.nanoTime() - progressed > TimeUnit.SECONDS.toNanos(PATIENCE.toSeconds())) {
                throw new CommandFailedException("an open transaction has held back the end of "
                        + partitions.get(0).topic() + " for " + PATIENCE.toSeconds()
                        + " s; 'duestream doctor' tells whose it is. Nothing was done");
            }
        }
    }

    /** One letter; empty if no letter stands there, any more or at all. */
    Optional<DeadLetter> letter(Position at) {
        TopicPartition partition = new TopicPartition(partitions.get(0).topic(), at.partition());
        if (!partitions.contains(partition)
                || at.offset() >= consumer.endOffsets(partitions).get(partition)
                || at.offset() < consumer.beginningOffsets(partitions).get(partition)) {
            return Optional.empty();
        }
        List<DeadLetter> found = new ArrayList<>();
        readThese(List.of(at), found::add);
        return found.stream().findFirst();
    }

    /** Reads letters that were read before, in the order in which they stand. */
    void readThese(Collection<Position> letters, Consumer<DeadLetter> reader) {
        Set<Position> wanted = new HashSet<>(letters);
        Map<TopicPartition, Long> last = new HashMap<>();
        Map<TopicPartition, Long> first = new HashMap<>();
        for (Position each : wanted) {
            TopicPartition partition = new TopicPartition(partitions.get(0).topic(), each.partition());
            last.merge(partition, each.offset(), Math::max);
            first.merge(partition, each.offset(), Math::min);
        }
        consumer.pause(partitions);
        consumer.resume(first.keySet());
        first.forEach(consumer::seek);
        while (last.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) <= each.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (wanted.contains(new Position(record.partition(), record.offset()))) {
                    DeadLetterEntry.read(record)
                            .filter(DeadLetter.class::isInstance)
                            .ifPresent(each -> reader.accept((DeadLetter) each));
                }
            }
        }
        consumer.resume(partitions);
    }

    /** Records read so far that are neither letters nor marks. */
    public long foreign() {
        return foreign;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
