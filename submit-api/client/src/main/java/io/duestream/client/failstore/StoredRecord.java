package io.duestream.client.failstore;

import java.time.Instant;

/**
 * A record on the disk.
 *
 * @param sequence its place among those of the same lane, from 1
 * @param kind what it is
 * @param lane records of one lane keep their order: the job key
 * @param topic where it is to go
 * @param key key of the record
 * @param value value of the record
 * @param firstSentAt since when a copy of it may be in the topic; when it was stored, if it was not sent before
 */
public record StoredRecord(
        long sequence, RecordKind kind, String lane, String topic, byte[] key, byte[] value, Instant firstSentAt) {
    /** The same record in another place. */
    public StoredRecord at(long otherSequence) {
        return new StoredRecord(otherSequence, kind, lane, topic, key, value, firstSentAt);
    }

    /** Bytes that count against the bound of a store. */
    long bytes() {
        return key.length + value.length + 2L * (lane.length() + topic.length()) + RecordLayout.OVERHEAD;
    }

    /** Names it and leaves the payload out. */
    @Override
    public String toString() {
        return kind + " " + sequence + " of " + lane + " for " + topic + " (" + value.length + " bytes)";
    }
}
