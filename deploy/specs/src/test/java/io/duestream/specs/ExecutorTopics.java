package io.duestream.specs;

import io.duestream.codec.RecordCodec;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.topic.JobPartition;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The tracker's side of one cluster's topics, played by a specification. */
final class ExecutorTopics implements AutoCloseable {
    private static final RecordCodec<JobDispatch> DISPATCHES = RecordCodec.of(JobDispatch.class);
    private static final RecordCodec<JobFeedback> FEEDBACK = RecordCodec.of(JobFeedback.class);

    private final String bootstrapServers;
    private final Topics topics;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    ExecutorTopics(String bootstrapServers, String cluster, String group) {
        this.bootstrapServers = bootstrapServers;
        this.topics = Topics.of(cluster);
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        TopicProvisioner provisioner = new TopicProvisioner(admin, 4, (short) 1);
        provisioner.ensure(topics.fixed());
        provisioner.ensure(List.of(topics.dispatch(group)));
    }

    Topics topics() {
        return topics;
    }

    void dispatch(JobDispatch dispatch) {
        send(topics.dispatch(dispatch.group()), JobPartition.keyBytes(dispatch.key()), DISPATCHES.encode(dispatch));
    }

    void send(TopicSpec topic, byte[] key, byte[] value) {
        producer.send(new ProducerRecord<>(topic.name(), key, value));
    }

    void flush() {
        producer.flush();
    }

    /** All reports so far, in the order of each job. */
    List<JobFeedback> feedback() {
        return read(topics.feedback(), FEEDBACK);
    }

    <T> List<T> read(TopicSpec topic, RecordCodec<T> codec) {
        return records(topic).stream().map(r -> codec.decode(r.value())).toList();
    }

    List<ConsumerRecord<byte[], byte[]>> records(TopicSpec topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** How many partitions a topic has. */
    int partitions(TopicSpec topic) {
        return producer.partitionsFor(topic.name()).size();
    }

    /** How many records of the group's topic are committed, over all partitions. */
    long committed(String group) {
        return answer(admin.listConsumerGroupOffsets(topics.executorConsumerGroup(group))
                        .partitionsToOffsetAndMetadata())
                .values()
                .stream()
                .mapToLong(offset -> offset == null ? 0 : offset.offset())
                .sum();
    }

    void delete(TopicSpec topic) {
        answer(admin.deleteTopics(List.of(topic.name())).all());
    }

    boolean exists(TopicSpec topic) {
        return answer(admin.listTopics().names()).contains(topic.name());
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
