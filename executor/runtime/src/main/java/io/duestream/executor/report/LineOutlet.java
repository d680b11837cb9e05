package io.duestream.executor.report;

import io.duestream.client.failstore.RecordKind;
import io.duestream.client.sender.OutgoingRecord;
import io.duestream.client.sender.ReliableSender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Where lines of the business log go. */
public interface LineOutlet {
    /**
     * Sends a line. May wait until there is room.
     *
     * @param lost told why, if nobody took it
     * @throws RuntimeException if it cannot be sent
     */
    void send(ProducerRecord<byte[], byte[]> line, Consumer<Throwable> lost);

    /** How many lines are in a fail store. */
    long stored();

    /** Waits a moment for what was sent, and lets go. */
    void close(Duration patience);

    /** To the broker, or nowhere. */
    static LineOutlet to(Producer<byte[], byte[]> producer) {
        return new LineOutlet() {
            @Override
            public void send(ProducerRecord<byte[], byte[]> line, Consumer<Throwable> lost) {
                producer.send(line, (metadata, problem) -> {
                    if (problem != null) {
                        lost.accept(problem);
                    }
                });
            }

            @Override
            public long stored() {
                return 0;
            }

            @Override
            public void close(Duration patience) {
                producer.close(patience);
            }
        };
    }

    /** To the broker, or into the fail store until it is back. */
    static LineOutlet to(ReliableSender sender) {
        return new LineOutlet() {
            @Override
            public void send(ProducerRecord<byte[], byte[]> line, Consumer<Throwable> lost) {
                String job = new String(line.key(), StandardCharsets.UTF_8);
                OutgoingRecord record =
                        new OutgoingRecord(RecordKind.LINE, job, line.topic(), line.key(), line.value());
                sender.send(record, () -> {}).exceptionally(problem -> {
                    lost.accept(problem);
                    return null;
                });
            }

            @Override
            public long stored() {
                return sender.stored();
            }

            @Override
            public void close(Duration patience) {
                sender.close();
            }
        };
    }
}
