package io.duestream.executor.report;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record that has to reach the broker.
 *
 * @param lane records of one lane keep their order also when some of them fail: the job key
 * @param record the record
 * @param smaller what to send instead if the record is too large
 * @param acknowledged run once when the broker has it, by whichever thread learns it; must not block
 */
public record Outgoing(
        String lane,
        ProducerRecord<byte[], byte[]> record,
        Optional<Supplier<ProducerRecord<byte[], byte[]>>> smaller,
        Runnable acknowledged) {
    /** Bytes of the value. */
    int bytes() {
        return record.value() == null ? 0 : record.value().length;
    }

    /** The same with the smaller record. */
    Optional<Outgoing> shrunk() {
        return smaller.map(instead -> new Outgoing(lane, instead.get(), Optional.empty(), acknowledged));
    }
}
