package io.duestream.tracker.topology;

import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.record.InputTopic;
import io.duestream.record.RecordInput;
import io.duestream.topic.DeadLetters;
import io.duestream.topic.DeadLetters.Origin;
import io.duestream.topic.Topics;
import io.duestream.tracker.store.ParkedStore.Parked;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what comes in. Every record is answered once, by an audit record or as a dead letter; or parked until it can be. */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final String feedbackTopic;
    private final CommandInbox commands;
    private final FeedbackInbox feedback;
    private final DeadLetters deadLetters;
    private final RecordReader reader;
    private final Parking parking;
    private final Emitter emitter;
    private final int partition;
    private final FailedRecords failed;

    Inbox(Topics topics, CommandInbox commands, FeedbackInbox feedback, Reading reading, Emitter emitter) {
        this.feedbackTopic = topics.feedback().name();
        this.commands = commands;
        this.feedback = feedback;
        this.deadLetters = new DeadLetters(topics);
        this.reader = reading.reader();
        this.parking = reading.parking();
        this.emitter = emitter;
        this.partition = reading.partition();
        this.failed = reading.failed();
    }

    /** How records of a partition are read, where those go that cannot be read yet, and at which this process failed. */
    record Reading(RecordReader reader, Parking parking, int partition, FailedRecords failed) {}

    void take(Record<byte[], byte[]> record, RecordMetadata at, Instant now) {
        Origin origin = new Origin(at.topic(), at.partition(), at.offset());
        Optional<String> before = failed.reason(origin);
        if (before.isPresent()) {
            setAside(record, at, before.get());
            return;
        }
        noting(origin, () -> takeNew(record, at, now));
    }

    /** What Kafka or a store throws concerns the transaction; anything else is the record's fault. */
    private void noting(Origin origin, Runnable taking) {
        try {
            taking.run();
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            failed.add(origin, e);
            throw e;
        }
    }

    private void takeNew(Record<byte[], byte[]> record, RecordMetadata at, Instant now) {
        try {
            if (at.topic().equals(feedbackTopic)) {
                feedback.take(reader.feedback(record.value()), input(InputTopic.FEEDBACK, at), now);
            } else {
                commands.take(reader.command(record.value()), input(InputTopic.COMMANDS, at), record.timestamp(), now);
            }
        } catch (UnknownSchemaException e) {
            park(record, at, e);
        } catch (MalformedRecordException | UnusableRecordException e) {
            setAside(record, at, e.getMessage());
        } catch (PlanFailedException e) {
            LOG.error("{}-{}@{} goes to the dead letters", at.topic(), at.partition(), at.offset(), e);
            setAside(record, at, e.getMessage());
        }
    }

    /** What is parked is answered when it can be read; the log says where it waits. */
    private void park(Record<byte[], byte[]> record, RecordMetadata at, UnknownSchemaException unknown) {
        if (parking.park(record, at)) {
            LOG.warn("{}-{}@{} is parked: {}", at.topic(), at.partition(), at.offset(), unknown.getMessage());
        } else {
            setAside(record, at, unknown.getMessage() + "; as many records are parked as may be");
        }
    }

    private static RecordInput input(InputTopic topic, RecordMetadata at) {
        return new RecordInput(topic, at.partition(), at.offset());
    }

    /**
     * Has a record that was parked forwarded to its owner, this task most likely. It is not taken here: later ones have been
     * answered meanwhile, and tokens grow with offsets.
     */
    void again(Parked parked, Instant now) {
        Origin origin = new Origin(parked.topic(), partition, parked.offset());
        Optional<String> before = failed.reason(origin);
        if (before.isPresent()) {
            setAside(parked, origin, before.get());
            return;
        }
        noting(origin, () -> takeAgain(parked, origin, now));
    }

    private void takeAgain(Parked parked, Origin origin, Instant now) {
        boolean report = parked.topic().equals(feedbackTopic);
        RecordInput input =
                new RecordInput(report ? InputTopic.FEEDBACK : InputTopic.COMMANDS, partition, parked.offset());
        try {
            if (report) {
                feedback.again(reader.feedback(parked.value()), input, now);
            } else {
                commands.again(reader.command(parked.value()), input, now);
            }
        } catch (MalformedRecordException | UnusableRecordException | UnknownSchemaException | PlanFailedException e) {
            setAside(parked, origin, e.getMessage());
        }
    }

    private void setAside(Parked parked, Origin origin, String reason) {
        setAside(deadLetters.unreadable(origin, parked.key(), parked.value(), List.of(), reason));
    }

    private void setAside(Record<byte[], byte[]> record, RecordMetadata at, String reason) {
        Origin origin = new Origin(at.topic(), at.partition(), at.offset());
        setAside(deadLetters.unreadable(origin, record.key(), record.value(), record.headers(), reason));
    }

    private void setAside(ProducerRecord<byte[], byte[]> letter) {
        Outgoing outgoing = new Outgoing(letter.topic(), Outgoing.BY_KEY, letter.value(), letter.headers());
        emitter.emit(List.of(new Emitter.Keyed(letter.key(), outgoing)));
    }
}
