package io.duestream.executor.report;

import io.duestream.client.sender.OutgoingRecord;
import io.duestream.client.sender.ReliableSender;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends reports until the broker has them, and counts those that it has not. A fail store keeps them over the end of the
 * process, but only what the broker has counts here: offsets follow it. Thread-safe.
 */
public final class ReportSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReportSender.class);

    private final ReliableSender sender;
    private final Backlog backlog;

    /**
     * @param sender carries them; closed by this
     * @param backlog counts what is not acknowledged
     */
    public ReportSender(ReliableSender sender, Backlog backlog) {
        this.sender = sender;
        this.backlog = backlog;
    }

    /** Sends a record, and again until the broker has it. */
    public void send(Outgoing outgoing) {
        int bytes = outgoing.bytes();
        backlog.add(bytes);
        ProducerRecord<byte[], byte[]> record = outgoing.record();
        OutgoingRecord carried = new OutgoingRecord(
                outgoing.kind(),
                outgoing.lane(),
                record.topic(),
                record.key(),
                record.value(),
                List.of(record.headers().toArray()),
                true);
        try {
            sender.send(carried, () -> {
                outgoing.settled().run();
                backlog.remove(bytes);
            });
        } catch (IllegalStateException e) {
            LOG.error("a report of {} is lost: the executor is closed", outgoing.lane(), e);
        }
    }

    /** Sends a record that is worth nothing later: a failure is forgotten. */
    public void sendOnce(ProducerRecord<byte[], byte[]> record) {
        sender.sendOnce(record);
    }

    /** How many records are in the fail store. */
    public long stored() {
        return sender.stored();
    }

    /** Stores what is not acknowledged by now, or says that it is lost, and lets go of the producer. */
    @Override
    public void close() {
        sender.close();
    }
}
