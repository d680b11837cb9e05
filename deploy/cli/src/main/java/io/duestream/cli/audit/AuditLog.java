package io.duestream.cli.audit;

import io.duestream.cli.connection.WholeTopic;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.client.KafkaConnection;
import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.RecordCodec;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.job.Position;
import io.duestream.record.AuditRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit topic of a cluster, read from its beginning or its end. For one thread. */
public final class AuditLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(75);

    private final RecordCodec<AuditRecord> codec = RecordCodec.of(AuditRecord.class);
    private final WholeTopic topic;
    private long unreadable;

    private AuditLog(WholeTopic topic) {
        this.topic = topic;
    }

    /**
     * Finds the audit topic; reading begins at its beginning.
     *
     * @throws CommandFailedException if the cluster has none
     * @throws org.apache.kafka.common.KafkaException if the brokers do not answer
     */
    public static AuditLog open(KafkaConnection connection) {
        return new AuditLog(WholeTopic.open(
                connection, connection.topics().audit().name(), IsolationLevel.READ_COMMITTED, PATIENCE));
    }

    /** Goes on so many records before the end of each partition, or from its beginning if it has not as many. */
    public void seekBack(long records) {
        topic.seekBack(records);
    }

    /** Reads from where it is up to what is committed now. */
    public void readToEnd(Consumer<AuditEntry> reader) {
        topic.readToEnd(record -> read(record, reader));
    }

    /** Reads from where it is until told to stop; asks at least every 200 ms. */
    public void follow(Consumer<AuditEntry> reader, BooleanSupplier stopped) {
        while (!stopped.getAsBoolean()) {
            topic.poll(record -> read(record, reader));
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record, Consumer<AuditEntry> reader) {
        AuditRecord decision;
        try {
            decision = codec.decode(record.value());
        } catch (MalformedRecordException | UnknownSchemaException e) {
            unreadable++;
            LOG.warn(
                    "{}-{}@{} cannot be read and is left out: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
            return;
        }
        reader.accept(new AuditEntry(
                new Position(record.partition(), record.offset()), Instant.ofEpochMilli(record.timestamp()), decision));
    }

    /** Records left out because they could not be read. */
    public long unreadable() {
        return unreadable;
    }

    @Override
    public void close() {
        topic.close();
    }
}
