package io.duestream.topic;

import io.duestream.job.Position;
import io.duestream.topic.DeadLetters.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Says on the {@code dead-letters} topic what an operator did about a letter. It stands in the letter's partition, behind it,
 * and is kept at least as long; it has neither key nor value.
 *
 * @param position where the mark stands
 * @param appendedAt when the broker took it
 * @param letter the letter's position
 * @param deed what was done
 * @param copy where the original stands again; empty if it was not sent
 * @param by who did it, for a person
 */
public record LetterMark(
        Position position, Instant appendedAt, Position letter, Deed deed, Optional<Origin> copy, String by)
        implements DeadLetterEntry {
    /** What can be done about a letter. */
    public enum Deed {
        /** The original was sent again, in the transaction of the mark. */
        RETRIED,
        /** It was looked at and is left as it is. */
        DISMISSED
    }

    /** Header: the letter's offset, in digits. */
    static final String LETTER = "letter";

    /** Header: topic of the copy. */
    static final String COPY_TOPIC = "copy-topic";

    /** Header: its partition, in digits. */
    static final String COPY_PARTITION = "copy-partition";

    /** Header: its offset, in digits. */
    static final String COPY_OFFSET = "copy-offset";

    /** Header: who did it. */
    static final String BY = "by";

    /** Header: what was done; stands last. */
    static final String DEED = "deed";

    /** The mark of a letter that was sent again, to be written in the transaction of the copy. */
    public static ProducerRecord<byte[], byte[]> retried(Topics topics, Position letter, Origin copy, String by) {
        return mark(
                topics,
                letter,
                Deed.RETRIED,
                by,
                List.of(
                        header(COPY_TOPIC, copy.topic()),
                        header(COPY_PARTITION, Integer.toString(copy.partition())),
                        header(COPY_OFFSET, Long.toString(copy.offset()))));
    }

    /** The mark of a letter that is left as it is. */
    public static ProducerRecord<byte[], byte[]> dismissed(Topics topics, Position letter, String by) {
        return mark(topics, letter, Deed.DISMISSED, by, List.of());
    }

    private static ProducerRecord<byte[], byte[]> mark(
            Topics topics, Position letter, Deed deed, String by, List<Header> copy) {
        List<Header> headers = new ArrayList<>(copy);
        headers.add(header(LETTER, Long.toString(letter.offset())));
        headers.add(header(BY, by));
        headers.add(header(DEED, deed.name()));
        return new ProducerRecord<>(topics.deadLetters().name(), letter.partition(), null, null, null, headers);
    }

    static boolean isLastOf(List<Header> headers) {
        return headers.get(headers.size() - 1).key().equals(DEED);
    }

    /** @throws IllegalArgumentException if it is none */
    static LetterMark read(ConsumerRecord<byte[], byte[]> record) {
        return new LetterMark(
                new Position(record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                new Position(record.partition(), Long.parseLong(text(record, LETTER))),
                Deed.valueOf(text(record, DEED)),
                find(record, COPY_TOPIC)
                        .map(topic -> new Origin(
                                topic,
                                Integer.parseInt(text(record, COPY_PARTITION)),
                                Long.parseLong(text(record, COPY_OFFSET)))),
                text(record, BY));
    }

    private static Optional<String> find(ConsumerRecord<byte[], byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        return find(record, name).orElseThrow(() -> new IllegalArgumentException("the header " + name + " is missing"));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
