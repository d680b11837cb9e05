package io.duestream.topic;

import io.duestream.job.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A dead letter, taken apart again: what {@link DeadLetters} put together.
 *
 * @param position where it stands among the dead letters
 * @param appendedAt when the broker took it
 * @param origin where the record stood that could not be used, or the one that it was made from
 * @param reason what is wrong with it
 * @param delivery what there is to know about sending it
 * @param content the original
 */
public record DeadLetter(
        Position position,
        Instant appendedAt,
        DeadLetters.Origin origin,
        String reason,
        Delivery delivery,
        Content content)
        implements DeadLetterEntry {
    /**
     * What there is to know about sending it.
     *
     * @param destination the topic it was meant for, if it never stood in one
     * @param cut what was cut off; then the original cannot be had back
     */
    public record Delivery(Optional<String> destination, Optional<String> cut) {}

    /**
     * The original's bytes, shared and not copied: they may be megabytes.
     *
     * @param key original key, or null
     * @param value original value, or null
     * @param headers original headers
     */
    public record Content(byte[] key, byte[] value, List<Header> headers) {
        /** Copies the list. */
        public Content {
            headers = List.copyOf(headers);
        }
    }

    /** The topic that the original belongs to: the one it was meant for, else the one it stood in. */
    public String home() {
        return delivery.destination().orElse(origin.topic());
    }

    /** Ours stand last, in a fixed order; what comes before them is the original's, whatever it is called. */
    static DeadLetter read(ConsumerRecord<byte[], byte[]> record, List<Header> headers) {
        Optional<String> cut = takeLast(headers, DeadLetters.CUT);
        Optional<String> destination = takeLast(headers, DeadLetters.DESTINATION);
        String reason = required(headers, DeadLetters.REASON);
        long offset = Long.parseLong(required(headers, DeadLetters.OFFSET));
        int partition = Integer.parseInt(required(headers, DeadLetters.PARTITION));
        String topic = required(headers, DeadLetters.TOPIC);
        return new DeadLetter(
                new Position(record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                new DeadLetters.Origin(topic, partition, offset),
                reason,
                new Delivery(destination, cut),
                new Content(record.key(), record.value(), headers));
    }

    private static String required(List<Header> headers, String name) {
        return takeLast(headers, name)
                .orElseThrow(() -> new IllegalArgumentException("the header " + name + " is missing"));
    }

    private static Optional<String> takeLast(List<Header> headers, String name) {
        int last = headers.size() - 1;
        if (last < 0
                || !headers.get(last).key().equals(name)
                || headers.get(last).value() == null) {
            return Optional.empty();
        }
        return Optional.of(new String(headers.remove(last).value(), StandardCharsets.UTF_8));
    }
}
