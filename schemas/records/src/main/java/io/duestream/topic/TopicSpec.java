package io.duestream.topic;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a topic has to be.
 *
 * @param name full name, cluster prefix included
 * @param value the record that its values hold; empty where they hold the bytes of other topics' records
 * @param keys what the key is derived from
 * @param width how many partitions it gets
 * @param retention how long records are kept
 * @param purpose what it is for, in a few words
 */
public record TopicSpec(
        String name, Optional<Class<?>> value, Keys keys, Width width, Duration retention, String purpose) {
    /** What the key of a record is; always derived from the value, another key counts as missing. */
    public enum Keys {
        /** {@code group/taskId}. */
        JOB_KEY,
        /** The node id. */
        NODE_ID,
        /** As in the topic the record came from. */
        ORIGINAL
    }

    /** How many partitions a topic gets. */
    public enum Width {
        /** The cluster's partition count, fixed for its life: {@code commands} and {@code feedback} must agree. */
        CLUSTER,
        /** One partition: little traffic, or an order over all records. */
        ONE
    }

    /** The topic configuration to create it with, and to compare an existing topic with. */
    public Map<String, String> config() {
        long retentionMillis = retention.toMillis();
        return Map.of(
                "cleanup.policy", "delete",
                "retention.ms", Long.toString(retentionMillis),
                "segment.ms", Long.toString(Math.min(Duration.ofHours(12).toMillis(), retentionMillis)),
                // With producers' times, one record stamped 0 is deleted at once and one stamped -1 kills a stream
                // thread.
                "message.timestamp.type", "LogAppendTime",
                "max.message.bytes", Integer.toString(Topics.MAX_RECORD_BYTES));
    }
}
