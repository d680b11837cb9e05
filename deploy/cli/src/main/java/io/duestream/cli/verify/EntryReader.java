package io.duestream.cli.verify;

import io.duestream.audit.log.LogEntry;
import io.duestream.audit.log.LogPartition;
import io.duestream.audit.log.Place;
import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.RecordCodec;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.job.JobKey;
import io.duestream.job.Position;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.topic.DeadLetterEntry;
import io.duestream.topic.DeadLetters;
import io.duestream.topic.LetterMark;
import io.duestream.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Makes entries of the log from what stands in the topics. Safe for use by many threads. */
final class EntryReader {
    private final RecordCodec<AuditRecord> audits = RecordCodec.of(AuditRecord.class);
    private final RecordCodec<JobCommand> commands = RecordCodec.of(JobCommand.class);
    private final RecordCodec<JobFeedback> feedbacks = RecordCodec.of(JobFeedback.class);
    private final RecordCodec<JobDispatch> dispatches = RecordCodec.of(JobDispatch.class);
    private final String commandsTopic;
    private final String feedbackTopic;

    EntryReader(Topics topics) {
        this.commandsTopic = topics.commands().name();
        this.feedbackTopic = topics.feedback().name();
    }

    LogEntry read(LogPartition partition, ConsumerRecord<byte[], byte[]> record) {
        Place place = new Place(partition, record.offset());
        Instant appendedAt = Instant.ofEpochMilli(record.timestamp());
        return switch (partition.kind()) {
            case COMMANDS -> new LogEntry.Command(place, appendedAt, RecordCodec.newer(record.value()));
            case FEEDBACK ->
                new LogEntry.Feedback(
                        place, appendedAt, decoded(feedbacks, record.value()), RecordCodec.newer(record.value()));
            case DISPATCH -> new LogEntry.Dispatch(place, appendedAt, decoded(dispatches, record.value()));
            case AUDIT -> decision(place, appendedAt, record);
            case DEAD_LETTERS -> letter(place, appendedAt, record);
        };
    }

    private LogEntry decision(Place place, Instant appendedAt, ConsumerRecord<byte[], byte[]> record) {
        try {
            return new LogEntry.Decision(place, appendedAt, audits.decode(record.value()));
        } catch (MalformedRecordException | UnknownSchemaException e) {
            return new LogEntry.UnreadableDecision(place, appendedAt, key(record.key()), e.getMessage());
        }
    }

    private static <T> Optional<T> decoded(RecordCodec<T> codec, byte[] value) {
        try {
            return Optional.of(codec.decode(value));
        } catch (MalformedRecordException | UnknownSchemaException e) {
            return Optional.empty();
        }
    }

    private static Optional<JobKey> key(byte[] bytes) {
        try {
            return Optional.ofNullable(bytes).map(key -> JobKey.parse(new String(key, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private LogEntry letter(Place place, Instant appendedAt, ConsumerRecord<byte[], byte[]> record) {
        Optional<LetterMark> mark = DeadLetterEntry.read(record)
                .filter(LetterMark.class::isInstance)
                .map(LetterMark.class::cast);
        if (mark.isPresent()) {
            return mark.get()
                    .copy()
                    .<LogEntry>map(copy -> new LogEntry.LetterRetried(
                            place, appendedAt, copy.topic(), new Position(copy.partition(), copy.offset())))
                    .orElseGet(() -> new LogEntry.LetterNoted(place, appendedAt));
        }
        String topic = text(record, DeadLetters.TOPIC).orElse("");
        // A record that was made from another one and not delivered says nothing of the answer to that one.
        boolean made = record.headers().lastHeader(DeadLetters.DESTINATION) != null;
        Optional<Position> original = made ? Optional.empty() : original(record);
        return new LogEntry.DeadLetter(
                place, appendedAt, topic, original, original.flatMap(at -> forwardedFrom(topic, record.value())));
    }

    private static Optional<Position> original(ConsumerRecord<byte[], byte[]> record) {
        try {
            return text(record, DeadLetters.PARTITION)
                    .map(Integer::parseInt)
                    .flatMap(partition -> text(record, DeadLetters.OFFSET)
                            .map(offset -> new Position(partition, Long.parseLong(offset))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(ConsumerRecord<byte[], byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    private Optional<Position> forwardedFrom(String topic, byte[] value) {
        if (topic.equals(commandsTopic)) {
            return decoded(commands, value).flatMap(JobCommand::forwardedFrom);
        }
        return topic.equals(feedbackTopic)
                ? decoded(feedbacks, value).flatMap(JobFeedback::forwardedFrom)
                : Optional.empty();
    }
}
