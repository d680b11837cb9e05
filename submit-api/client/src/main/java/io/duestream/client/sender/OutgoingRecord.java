package io.duestream.client.sender;

import io.duestream.client.failstore.RecordKind;

/**
 * A record that has to reach the broker.
 *
 * @param kind what it is
 * @param lane records of one lane keep their order also when some of them fail: the job key
 * @param topic where it goes
 * @param key key of the record
 * @param value value of the record
 * @param repeatable whether it does no harm in the topic twice; a command that does is not taken into the store once it may
 *     be in the topic
 */
public record OutgoingRecord(RecordKind kind, String lane, String topic, byte[] key, byte[] value, boolean repeatable) {
    /** A record that may be in the topic twice. */
    public OutgoingRecord(RecordKind kind, String lane, String topic, byte[] key, byte[] value) {
        this(kind, lane, topic, key, value, true);
    }

    OutgoingRecord withValue(byte[] other) {
        return new OutgoingRecord(kind, lane, topic, key, other, repeatable);
    }
}
