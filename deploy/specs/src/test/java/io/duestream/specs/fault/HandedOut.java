package io.duestream.specs.fault;

import io.duestream.codec.RecordCodec;
import io.duestream.record.JobDispatch;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Where each attempt lies that was handed out to {@link Stage#GROUP}, out of its dispatch topic. */
final class HandedOut {
    /** By {@link Run#lease()}. */
    private final Map<String, Place> places = new HashMap<>();

    /** A record of the dispatch topic. */
    private record Place(TopicPartition partition, long offset) {}

    private HandedOut() {}

    /** Reads the whole topic. */
    static HandedOut of(Stage stage) {
        HandedOut all = new HandedOut();
        RecordCodec<JobDispatch> codec = RecordCodec.of(JobDispatch.class);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", stage.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(stage.topics().dispatch(Stage.GROUP).name()).stream()
                            .map(each -> new TopicPartition(each.topic(), each.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> all.take(record, codec));
            }
        }
        return all;
    }

    private void take(ConsumerRecord<byte[], byte[]> record, RecordCodec<JobDispatch> codec) {
        JobDispatch dispatch = codec.decode(record.value());
        places.put(
                dispatch.key() + " " + dispatch.token(),
                new Place(new TopicPartition(record.topic(), record.partition()), record.offset()));
    }

    /** Of all attempts, by {@link Run#lease()}. */
    Set<String> leases() {
        return places.keySet();
    }

    /** Whether what ran is not among what was committed, so that whoever takes its partition up runs it. */
    boolean uncommitted(Run run, Map<TopicPartition, Long> committed) {
        Place place = places.get(run.lease());
        return place.offset() >= committed.getOrDefault(place.partition(), 0L);
    }
}
