package io.duestream.specs.fault;

import io.duestream.codec.RecordCodec;
import io.duestream.record.JobDispatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Stands between the brokers and an executor and cuts the records of first attempts of some jobs in half, so that the
 * executor cannot read what it was handed. Everything else goes through as it is, what is written too.
 */
public final class Garbler implements ConsumerInterceptor<byte[], byte[]>, ProducerInterceptor<byte[], byte[]> {
    /** First part of the task ids of jobs that it garbles. */
    static final String GARBLED = "garbled";

    private final RecordCodec<JobDispatch> codec = RecordCodec.of(JobDispatch.class);

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> passed = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
            records.records(partition).forEach(record -> all.add(garbles(record) ? half(record) : record));
            passed.put(partition, all);
        }
        return new ConsumerRecords<>(passed, records.nextOffsets());
    }

    private boolean garbles(ConsumerRecord<byte[], byte[]> record) {
        if (!record.topic().contains(".dispatch.")) {
            return false;
        }
        JobDispatch dispatch = codec.decode(record.value());
        return dispatch.attempt() == 1 && dispatch.taskId().startsWith(GARBLED);
    }

    private static ConsumerRecord<byte[], byte[]> half(ConsumerRecord<byte[], byte[]> record) {
        byte[] half = Arrays.copyOf(record.value(), record.value().length / 2);
        return new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), record.key(), half);
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
        return record;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // Offsets are none of its business.
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
        // Nor are acknowledgements.
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // There is nothing to choose.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
