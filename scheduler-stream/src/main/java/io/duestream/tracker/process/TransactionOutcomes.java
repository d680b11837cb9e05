package io.duestream.tracker.process;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How transactions ended, as their coordinators wrote it down: what was to be committed may not be aborted by anybody who
 * comes later, as other partitions of it may have been told already.
 *
 * <p>The records of {@code __transaction_state} are Kafka's own; the fields read here have stood at the same place in all
 * versions of them (TransactionLogValue.json, versions 0 and 1).
 */
final class TransactionOutcomes {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long WITHIN_NANOS = Duration.ofSeconds(10).toNanos();
    private static final byte ONGOING = 1;
    private static final byte PREPARE_COMMIT = 2;
    private static final byte PREPARE_ABORT = 3;

    private final Map<String, Object> settings;

    TransactionOutcomes(Map<String, Object> clients) {
        this.settings = new HashMap<>(clients);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    }

    /**
     * What was decided of the transaction that a producer had open in an epoch; empty where that is not to be read any
     * more, or several of one epoch ended differently, as those of clients before 4.0 may.
     *
     * @param ids transactional ids that the producer may have
     * @throws KafkaException if the brokers do not tell
     */
    Optional<TransactionResult> of(Collection<String> ids, long producerId, int epoch) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            int count =
                    consumer.partitionsFor(Topic.TRANSACTION_STATE_TOPIC_NAME).size();
            List<TopicPartition> partitions = ids.stream()
                    .map(id -> new TopicPartition(Topic.TRANSACTION_STATE_TOPIC_NAME, partition(id, count)))
                    .distinct()
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            History history = new History(producerId, epoch);
            long begun = System.nanoTime();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(POLL).forEach(history::read);
                if (System.nanoTime() - begun > WITHIN_NANOS) {
                    throw new KafkaException(
                            "the states of transactions could not be read within 10 s; it is tried again");
                }
            }
            return history.outcome();
        }
    }

    /** As coordinators find the partition of an id (TransactionStateManager#partitionFor; of groups likewise). */
    static int partition(String id, int count) {
        int hash = id.hashCode();
        return (hash == Integer.MIN_VALUE ? 0 : Math.abs(hash)) % count;
    }

    /** The states of one producer in the order they were written. */
    static final class History {
        private final long producerId;
        private final int epoch;
        private final Set<TransactionResult> outcomes = EnumSet.noneOf(TransactionResult.class);
        private boolean open;

        History(long producerId, int epoch) {
            this.producerId = producerId;
            this.epoch = epoch;
        }

        private void read(ConsumerRecord<byte[], byte[]> read) {
            if (read.value() != null) {
                take(ByteBuffer.wrap(read.value()));
            }
        }

        void take(ByteBuffer value) {
            try {
                value.getShort();
                long id = value.getLong();
                short at = value.getShort();
                value.getInt();
                take(id, at, value.get());
            } catch (BufferUnderflowException e) {
                throw new KafkaException("a record of the states of transactions is too short to be one", e);
            }
        }

        private void take(long id, short at, byte state) {
            if (id != producerId) {
                return;
            }
            if (state == ONGOING) {
                open = at == epoch;
            } else if (open && (state == PREPARE_COMMIT || state == PREPARE_ABORT)) {
                // Since 4.0 the end of a transaction is written under the epoch of the next one.
                open = false;
                outcomes.add(state == PREPARE_COMMIT ? TransactionResult.COMMIT : TransactionResult.ABORT);
            }
        }

        Optional<TransactionResult> outcome() {
            return outcomes.size() == 1 ? outcomes.stream().findFirst() : Optional.empty();
        }
    }
}
