package io.duestream.cli.deadletter;

import io.duestream.cli.connection.Brokers;
import io.duestream.cli.connection.WholeTopic;
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
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** The dead letters of a cluster, read committed from the beginning on. For one thread. */
public final class LetterTopic implements AutoCloseable {
    /** Longer than a transaction of a tracker or a feedback-stream may stay open. */
    private static final Duration PATIENCE = Duration.ofSeconds(75);

    private final KafkaConnection connection;
    private final WholeTopic topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private long foreign;

    private LetterTopic(KafkaConnection connection, WholeTopic topic) {
        this.connection = connection;
        this.topic = topic;
        this.consumer = topic.consumer();
        this.partitions = topic.partitions();
    }

    /**
     * Finds the topic.
     *
     * @throws CommandFailedException if the cluster has none
     * @throws org.apache.kafka.common.KafkaException if the brokers do not answer
     */
    public static LetterTopic open(KafkaConnection connection) {
        return new LetterTopic(
                connection,
                WholeTopic.open(
                        connection, connection.topics().deadLetters().name(), IsolationLevel.READ_COMMITTED, PATIENCE));
    }

    /** Goes on with what was appended then or later. A mark stands behind its letter, so none of the rest's is lost. */
    public void seek(Instant time) {
        foreign = 0;
        topic.seek(time);
    }

    /** Reads from where it is up to what is committed now. */
    public void readToEnd(Consumer<DeadLetterEntry> reader) {
        topic.readToEnd(record -> read(record, reader));
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
        topic.readTo(ends, record -> read(record, reader));
    }

    private void read(ConsumerRecord<byte[], byte[]> record, Consumer<DeadLetterEntry> reader) {
        DeadLetterEntry.read(record).ifPresentOrElse(reader, () -> foreign++);
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
            topic.poll(record -> {
                if (wanted.contains(new Position(record.partition(), record.offset()))) {
                    DeadLetterEntry.read(record)
                            .filter(DeadLetter.class::isInstance)
                            .ifPresent(each -> reader.accept((DeadLetter) each));
                }
            });
        }
        consumer.resume(partitions);
    }

    /** Records read so far that are neither letters nor marks. */
    public long foreign() {
        return foreign;
    }

    @Override
    public void close() {
        topic.close();
    }
}
