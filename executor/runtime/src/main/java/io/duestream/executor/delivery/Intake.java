package io.duestream.executor.delivery;

import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.RecordCodec;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.record.JobDispatch;
import io.duestream.topic.DeadLetters;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads dispatch records and puts them where the workers find them; what cannot be read goes to the dead letters. */
public final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final String group;
    private final RecordCodec<JobDispatch> codec;
    private final Deliveries deliveries;
    private final DeadLetters deadLetters;
    private final BiConsumer<ProducerRecord<byte[], byte[]>, Runnable> sender;

    /**
     * @param group the node group that is served
     * @param codec of the records
     * @param deliveries where readable records go
     * @param deadLetters makes dead letters
     * @param sender sends a dead letter and runs the second argument when the broker has it
     */
    public Intake(
            String group,
            RecordCodec<JobDispatch> codec,
            Deliveries deliveries,
            DeadLetters deadLetters,
            BiConsumer<ProducerRecord<byte[], byte[]>, Runnable> sender) {
        this.group = group;
        this.codec = codec;
        this.deliveries = deliveries;
        this.deadLetters = deadLetters;
        this.sender = sender;
    }

    /**
     * Takes a record in.
     *
     * @throws UnknownSchemaException if a newer node wrote it: the record and what follows it has to wait for an upgrade
     */
    void accept(ConsumerRecord<byte[], byte[]> record, int generation) {
        JobDispatch dispatch;
        try {
            dispatch = codec.decode(record.value());
        } catch (MalformedRecordException e) {
            refuse(record, e.getMessage());
            return;
        }
        if (!dispatch.group().equals(group)) {
            refuse(
                    record,
                    "the attempt is for node group '" + dispatch.group() + "' and stands in the dispatch topic of '"
                            + group + "'");
            return;
        }
        int size = record.value().length;
        deliveries.delivered(record.partition(), record.offset(), generation, size, dispatch);
    }

    private void refuse(ConsumerRecord<byte[], byte[]> record, String reason) {
        LOG.warn("{}-{}@{} goes to the dead letters: {}", record.topic(), record.partition(), record.offset(), reason);
        ProducerRecord<byte[], byte[]> letter = deadLetters.unreadable(record, reason);
        deliveries
                .unreadable(record.partition(), record.offset())
                .ifPresent(epoch -> send(letter, record.partition(), epoch, record.offset()));
    }

    private void send(ProducerRecord<byte[], byte[]> letter, int partition, long epoch, long offset) {
        try {
            sender.accept(letter, () -> deliveries.settlements().settled(partition, epoch, offset));
        } catch (RuntimeException e) {
            // The record is read again: entered still, it would look like one of a topic that was made anew.
            deliveries.takeBack(partition, offset);
            throw e;
        }
    }
}
