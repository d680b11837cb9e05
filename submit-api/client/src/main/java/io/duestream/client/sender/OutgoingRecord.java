package io.duestream.client.sender;

import io.duestream.client.failstore.RecordKind;
import java.util.List;
import org.apache.kafka.common.header.Header;

/**
 * A record that has to reach the broker.
 *
 * @param kind what it is
 * @param lane records of one lane keep their order also when some of them fail: the job key
 * @param topic where it goes
 * @param key key of the record; only a dead letter may have none, null
 * @param value value of the record; only a dead letter may have none, null
 * @param headers headers of the record; only dead letters have any
 * @param repeatable whether it does no harm in the topic twice; a command that does is not taken into the store once it may
 *     be in the topic
 */
public record OutgoingRecord(
        RecordKind kind,
        String lane,
        String topic,
        byte[] key,
        byte[] value,
        List<Header> headers,
        boolean repeatable) {
    /** Refuses headers on what may be stored, since a store does not keep them. */
    public OutgoingRecord {
        headers = List.copyOf(headers);
        if (kind != RecordKind.LETTER && !headers.isEmpty()) {
            throw new IllegalArgumentException("a " + kind + " cannot have headers");
        }
    }

    /** A record without headers that may be in the topic twice. */
    public OutgoingRecord(RecordKind kind, String lane, String topic, byte[] key, byte[] value) {
        this(kind, lane, topic, key, value, List.of(), true);
    }

    OutgoingRecord withValue(byte[] other) {
        return new OutgoingRecord(kind, lane, topic, key, other, headers, repeatable);
    }
}
