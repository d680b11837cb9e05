package io.duestream.feedback;

import io.duestream.feedback.Batch.Stop;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Partitions that wait before a record of a newer version, until this node is upgraded. */
final class Parking {
    static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Parking.class);

    private final Consumer<byte[], byte[]> consumer;
    private final LongSupplier nanos;
    private final Map<TopicPartition, Parked> parked = new HashMap<>();

    Parking(Consumer<byte[], byte[]> consumer, LongSupplier nanos) {
        this.consumer = consumer;
        this.nanos = nanos;
    }

    private record Parked(long retryAtNanos, String reason) {}

    void park(Map<TopicPartition, Stop> stops) {
        stops.forEach((partition, stop) -> {
            if (!consumer.assignment().contains(partition)) {
                return;
            }
            LOG.warn(
                    "the audit record at {} and those behind it in the partition wait, tried again in {} s",
                    stop.reason(),
                    RETRY_AFTER.toSeconds());
            consumer.seek(partition, stop.offset());
            consumer.pause(List.of(partition));
            parked.put(partition, new Parked(nanos.getAsLong() + RETRY_AFTER.toNanos(), stop.reason()));
        });
    }

    /** Lets the partitions go on whose time has come, and forgets those that are others' now. */
    void resumeDue() {
        for (Iterator<Map.Entry<TopicPartition, Parked>> entries =
                        parked.entrySet().iterator();
                entries.hasNext(); ) {
            Map.Entry<TopicPartition, Parked> entry = entries.next();
            if (!consumer.assignment().contains(entry.getKey())) {
                entries.remove();
            } else if (nanos.getAsLong() - entry.getValue().retryAtNanos() >= 0) {
                consumer.resume(List.of(entry.getKey()));
                entries.remove();
            }
        }
    }

    /** The reasons by partition number. */
    Map<Integer, String> reasons() {
        Map<Integer, String> reasons = new TreeMap<>();
        parked.forEach((partition, stop) -> reasons.put(partition.partition(), stop.reason()));
        return reasons;
    }
}
