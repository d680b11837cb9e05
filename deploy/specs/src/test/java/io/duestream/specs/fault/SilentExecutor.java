package io.duestream.specs.fault;

import io.duestream.codec.RecordCodec;
import io.duestream.record.JobDispatch;
import io.duestream.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Entry of a process that is a bad executor: it takes what is handed to its group, commits the offsets and says nothing.
 * What it took it writes down: task id and token.
 */
final class SilentExecutor {
    static final String LEDGER = ".taken";

    /** It is about what it took; that its partitions come free when it is gone is proven elsewhere. */
    private static final String SESSION_MILLIS = "2000";

    private SilentExecutor() {}

    /** Brokers, cluster, node group, ledger. */
    public static void main(String[] arguments) {
        Topics topics = Topics.of(arguments[1]);
        LedgerFile ledger = new LedgerFile(Path.of(arguments[3]));
        RecordCodec<JobDispatch> codec = RecordCodec.of(JobDispatch.class);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        arguments[0],
                        "group.id",
                        topics.executorConsumerGroup(arguments[2]),
                        "partition.assignment.strategy",
                        CooperativeStickyAssignor.class.getName(),
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        "false",
                        "session.timeout.ms",
                        SESSION_MILLIS,
                        "heartbeat.interval.ms",
                        "500"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topics.dispatch(arguments[2]).name()));
            while (!Thread.currentThread().isInterrupted()) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    JobDispatch dispatch = codec.decode(record.value());
                    ledger.write(dispatch.key(), dispatch.token());
                }
                if (!records.isEmpty()) {
                    consumer.commitSync();
                }
            }
        }
    }
}
