package io.duestream.feedback;

import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.RecordCodec;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobOutcome;
import io.duestream.topic.DeadLetters;
import io.duestream.topic.DeadLetters.Origin;
import io.duestream.topic.JobPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What one poll of the audit topic means.
 *
 * @param outcomes to tell, in the order of the audit records
 * @param deadLetters of audit records that cannot be read
 * @param offsets where to go on reading
 * @param parked where reading has to wait, because the record there is of a newer version
 */
record Batch(
        List<Telling> outcomes,
        List<ProducerRecord<byte[], byte[]>> deadLetters,
        Map<TopicPartition, OffsetAndMetadata> offsets,
        Map<TopicPartition, Stop> parked) {

    /**
     * One outcome on its way.
     *
     * @param from the audit record that it comes from
     */
    record Telling(Origin from, String clientGroup, byte[] key, byte[] value) {}

    /** A record that cannot be read yet. */
    record Stop(long offset, String reason) {}

    /** Reads what was polled. */
    static final class Reader {
        private final RecordCodec<AuditRecord> audits = RecordCodec.of(AuditRecord.class);
        private final RecordCodec<JobOutcome> outcomes = RecordCodec.of(JobOutcome.class);
        private final DeadLetters letters;

        Reader(DeadLetters letters) {
            this.letters = letters;
        }

        Batch read(ConsumerRecords<byte[], byte[]> records) {
            Batch batch = new Batch(
                    new ArrayList<>(), new ArrayList<>(), new HashMap<>(records.nextOffsets()), new HashMap<>());
            for (TopicPartition partition : records.partitions()) {
                for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                    if (!read(record, batch)) {
                        batch.offsets().put(partition, new OffsetAndMetadata(record.offset()));
                        break;
                    }
                }
            }
            return batch;
        }

        /** Answers whether reading may go on in this partition. */
        private boolean read(ConsumerRecord<byte[], byte[]> record, Batch batch) {
            try {
                List<Telling> tellings = new ArrayList<>();
                for (JobOutcome outcome : Outcomes.of(audits.decode(record.value()))) {
                    tellings.add(new Telling(
                            Origin.of(record),
                            outcome.clientGroup(),
                            JobPartition.keyBytes(outcome.key()),
                            outcomes.encode(outcome)));
                }
                batch.outcomes().addAll(tellings);
            } catch (UnknownSchemaException e) {
                batch.parked()
                        .put(
                                new TopicPartition(record.topic(), record.partition()),
                                new Stop(record.offset(), Origin.of(record) + ": " + e.getMessage()));
                return false;
            } catch (MalformedRecordException e) {
                batch.deadLetters().add(letters.unreadable(record, e.getMessage()));
            } catch (RuntimeException e) {
                // A bound or a name of the outcome that the audit record was not held to; whatever it is, the next go
                // on.
                batch.deadLetters().add(letters.unreadable(record, "its outcome cannot be written: " + e.getMessage()));
            }
            return true;
        }
    }
}
