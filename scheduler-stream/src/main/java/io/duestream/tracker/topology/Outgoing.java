package io.duestream.tracker.topology;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record on its way out of the topology.
 *
 * @param topic full topic name
 * @param partition target partition, or {@link #BY_KEY}
 * @param value its bytes, may be null; the key's travel beside it
 * @param headers its headers
 */
public record Outgoing(String topic, int partition, byte[] value, Headers headers) {
    /** Lets the partition follow from the key. */
    public static final int BY_KEY = -1;

    Outgoing(String topic, int partition, byte[] value) {
        this(topic, partition, value, new RecordHeaders());
    }
}
