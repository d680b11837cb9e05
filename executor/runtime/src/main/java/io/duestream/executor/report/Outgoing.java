package io.duestream.executor.report;

import io.duestream.client.failstore.RecordKind;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record that has to reach the broker.
 *
 * @param kind what it is, which says what becomes of it if the broker refuses it
 * @param lane records of one lane keep their order also when some of them fail: the job key
 * @param record the record
 * @param settled run once when nothing more is to be done for it in this process: the broker has it, or it was refused and
 *     put aside; by whichever thread learns it, so it must not block
 */
public record Outgoing(RecordKind kind, String lane, ProducerRecord<byte[], byte[]> record, Runnable settled) {
    /** Bytes of the value. */
    int bytes() {
        return record.value() == null ? 0 : record.value().length;
    }
}
