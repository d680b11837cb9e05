package io.duestream.topic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Makes the records of the {@code dead-letters} topic: the original key, value and headers, then headers that say where
 * the record stood and what was wrong with it. Pure; sending is the caller's.
 *
 * <p>A header of the original may have the same name as one of ours: ours stand last, so read them with
 * {@link org.apache.kafka.common.header.Headers#lastHeader}.
 */
public final class DeadLetters {
    /** Header: the topic the record stood in. */
    public static final String TOPIC = "topic";

    /** Header: its partition, in digits. */
    public static final String PARTITION = "partition";

    /** Header: its offset, in digits. */
    public static final String OFFSET = "offset";

    /** Header: what is wrong with it, for a person; at most 2,048 characters. */
    public static final String REASON = "reason";

    /** Header: the topic that the record was meant for; only on records that were made and could not be delivered. */
    public static final String DESTINATION = "destination";

    /** Header: what was cut off because the whole would not fit in a record; absent if nothing was. */
    public static final String CUT = "cut";

    private static final int MAX_REASON = 2_048;
    private static final int RESERVED_BYTES = 32 * 1024;
    private static final int HEADER_BYTES = 16;

    private final String deadLetters;

    /** Dead letters of one cluster. */
    public DeadLetters(Topics topics) {
        this.deadLetters = topics.deadLetters().name();
    }

    /**
     * Where a record stood.
     *
     * @param topic full name
     * @param partition its partition
     * @param offset its offset
     */
    public record Origin(String topic, int partition, long offset) {
        /** Where a consumed record stood. */
        public static Origin of(ConsumerRecord<?, ?> record) {
            return new Origin(record.topic(), record.partition(), record.offset());
        }

        @Override
        public String toString() {
            return topic + "-" + partition + "@" + offset;
        }
    }

    /** The dead letter of a consumed record that cannot be used, for {@code reason}. */
    public ProducerRecord<byte[], byte[]> unreadable(ConsumerRecord<byte[], byte[]> record, String reason) {
        return unreadable(Origin.of(record), record.key(), record.value(), record.headers(), reason);
    }

    /**
     * The dead letter of a consumed record that cannot be used.
     *
     * @param origin where it stood
     * @param key original key, or null
     * @param value original value, or null
     * @param headers original headers
     * @param reason what is wrong with it and what was expected, for a person
     */
    public ProducerRecord<byte[], byte[]> unreadable(
            Origin origin, byte[] key, byte[] value, Iterable<Header> headers, String reason) {
        return letter(origin, key, value, headers, List.of(), reason);
    }

    /**
     * The dead letter of a record that was made from another one and cannot be delivered.
     *
     * @param origin where the record stood that it was made from
     * @param undelivered the record; its topic becomes the {@link #DESTINATION}
     * @param reason why it cannot be delivered, for a person
     */
    public ProducerRecord<byte[], byte[]> undeliverable(
            Origin origin, ProducerRecord<byte[], byte[]> undelivered, String reason) {
        return letter(
                origin,
                undelivered.key(),
                undelivered.value(),
                undelivered.headers(),
                List.of(header(DESTINATION, undelivered.topic())),
                reason);
    }

    private ProducerRecord<byte[], byte[]> letter(
            Origin origin, byte[] key, byte[] value, Iterable<Header> originals, List<Header> extra, String reason) {
        // A record of the largest size plus our headers would not fit, and nobody could get past it.
        Room room = new Room(Topics.MAX_RECORD_BYTES - RESERVED_BYTES);
        byte[] keptKey = room.keep("key", key);
        List<Header> headers = room.keep(originals);
        byte[] keptValue = room.keep("value", value);
        headers.add(header(TOPIC, origin.topic()));
        headers.add(header(PARTITION, Integer.toString(origin.partition())));
        headers.add(header(OFFSET, Long.toString(origin.offset())));
        headers.add(header(REASON, shorten(reason)));
        headers.addAll(extra);
        if (!room.cut.isEmpty()) {
            headers.add(header(CUT, String.join(", ", room.cut)));
        }
        return new ProducerRecord<>(deadLetters, null, keptKey, keptValue, headers);
    }

    private static String shorten(String reason) {
        return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON - 1) + "…";
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Hands out the bytes of one record, and remembers who did not get enough. */
    private static final class Room {
        private final List<String> cut = new ArrayList<>();
        private long left;

        Room(int bytes) {
            this.left = bytes;
        }

        byte[] keep(String what, byte[] bytes) {
            if (bytes == null) {
                return null;
            }
            int kept = (int) Math.min(bytes.length, left);
            left -= kept;
            if (kept == bytes.length) {
                return bytes;
            }
            cut.add(what + " of " + bytes.length + " bytes after " + kept);
            return Arrays.copyOf(bytes, kept);
        }

        List<Header> keep(Iterable<Header> originals) {
            List<Header> kept = new ArrayList<>();
            int dropped = 0;
            for (Header header : originals) {
                int length = header.value() == null ? 0 : header.value().length;
                // UTF-8 takes at most three bytes for a char.
                long bytes = HEADER_BYTES + 3L * header.key().length() + length;
                if (bytes <= left) {
                    left -= bytes;
                    kept.add(header);
                } else {
                    dropped++;
                }
            }
            if (dropped > 0) {
                cut.add(dropped + " headers");
            }
            return kept;
        }
    }
}
