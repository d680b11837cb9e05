package io.duestream.cli.bench;

import io.duestream.client.KafkaConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the audit topic, committed records only, and tells the round under way which of its jobs have ended. */
final class AuditTap implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final EndReader reader = new EndReader();
    private final Thread thread = new Thread(this::run, "bench-audit");
    private volatile Round round;
    private volatile RuntimeException failure;
    private volatile boolean closed;

    AuditTap(KafkaConnection connection) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        properties.putAll(connection.kafka());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        this.consumer = new KafkaConsumer<>(properties);
        List<TopicPartition> partitions = consumer
                .partitionsFor(connection.topics().audit().name())
                .stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread.setDaemon(true);
        thread.start();
    }

    /** The round whose jobs are looked for from now on. */
    void follow(Round next) {
        round = next;
    }

    /** @throws IllegalStateException if the topic cannot be read any more */
    void requireReading() {
        if (failure != null) {
            throw new IllegalStateException("the audit topic cannot be read: " + failure.getMessage(), failure);
        }
    }

    private void run() {
        try {
            while (!closed) {
                take(consumer.poll(POLL));
            }
        } catch (WakeupException closing) {
            return;
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        long seen = System.nanoTime();
        Round now = round;
        if (now == null) {
            return;
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            int number = JobNumbers.of(record.key());
            if (number < JobNumbers.FIRST) {
                continue;
            }
            if (now.waitsForAcceptance(number)) {
                now.accepted(number, seen);
            }
            if (reader.ended(record.value())) {
                ended(now, number, record.value(), seen);
            }
        }
    }

    private void ended(Round now, int number, byte[] value, long seen) {
        if (now.hasEnded(number)) {
            now.endedAgain();
        } else if (now.holds(number)) {
            if (now.sampled(number)) {
                reader.tell(now, number, value);
            }
            now.ended(number, seen);
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
