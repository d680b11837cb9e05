package io.duestream.cli.bench;

import io.duestream.client.KafkaConnection;
import io.duestream.topic.Topics;
import io.duestream.tracker.process.TrackerConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log allows: in the tracker's place a loop that decides nothing and keeps nothing. For each command it writes one
 * dispatch and one audit record, for each report one audit record, exactly once, with the tracker's client settings and its
 * rule for commits. For one thread.
 */
final class Forwarder implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final int FEW = 200;
    private static final long QUICK_NANOS = Duration.ofMillis(5).toNanos();
    private static final long LOADED_NANOS = Duration.ofMillis(50).toNanos();
    private static final Duration IDLE = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Topics topics;
    private final String commands;
    private final String dispatch;
    private final String audit;
    private final Templates templates;
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    private int emitted;
    private long committedNanos = System.nanoTime();
    private volatile boolean stopping;

    Forwarder(KafkaConnection connection, TrackerConfig config, Templates templates) {
        this.topics = connection.topics();
        this.commands = topics.commands().name();
        this.dispatch = topics.dispatch(JobNumbers.GROUP).name();
        this.audit = topics.audit().name();
        this.templates = templates;
        Map<String, Object> streams = config.streamsSettings();
        this.consumer = new KafkaConsumer<>(consumer(connection, streams));
        this.producer = new KafkaProducer<>(producer(connection, streams));
    }

    private static Map<String, Object> consumer(KafkaConnection connection, Map<String, Object> streams) {
        Map<String, Object> properties = new HashMap<>(connection.kafka());
        properties.putAll(withPrefix("consumer.", streams));
        properties.putAll(withPrefix("main.consumer.", streams));
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, connection.cluster() + "-forwarder");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return properties;
    }

    private static Map<String, Object> producer(KafkaConnection connection, Map<String, Object> streams) {
        Map<String, Object> properties = new HashMap<>(connection.kafka());
        properties.putAll(withPrefix("producer.", streams));
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        properties.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, connection.cluster() + "-forwarder-" + UUID.randomUUID());
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return properties;
    }

    private static Map<String, Object> withPrefix(String prefix, Map<String, Object> all) {
        Map<String, Object> found = new HashMap<>();
        all.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try (producer) {
            producer.initTransactions();
            consumer.subscribe(List.of(commands, topics.feedback().name()));
            while (!stopping) {
                try {
                    turn();
                } catch (KafkaException e) {
                    giveUp(e);
                }
            }
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
        }
    }

    private void turn() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(pollTime());
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                if (emitted == 0) {
                    producer.beginTransaction();
                }
                forward(record);
            }
            offsets.put(partition, new OffsetAndMetadata(consumer.position(partition)));
        }
        if (emitted > 0 && System.nanoTime() - committedNanos >= pause()) {
            producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            producer.commitTransaction();
            offsets.clear();
            emitted = 0;
            committedNanos = System.nanoTime();
        }
    }

    /** As the tracker does: the transaction is aborted, and what it read is read again. */
    private void giveUp(KafkaException reason) {
        LOG.warn("a transaction is given up: {}", reason.toString());
        if (emitted > 0) {
            producer.abortTransaction();
        }
        emitted = 0;
        offsets.clear();
        consumer.committed(consumer.assignment()).forEach((partition, committed) -> {
            if (committed == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, committed);
            }
        });
    }

    private void forward(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(commands)) {
            send(dispatch, record.key(), templates.dispatch(record.key()));
            send(audit, record.key(), templates.accepted(record.key()));
        } else {
            send(audit, record.key(), templates.ended(record.key()));
        }
    }

    private void send(String topic, byte[] key, byte[] value) {
        producer.send(new ProducerRecord<>(topic, key, value));
        emitted++;
    }

    private Duration pollTime() {
        return emitted == 0 ? IDLE : Duration.ofNanos(Math.max(0, pause() - (System.nanoTime() - committedNanos)));
    }

    private long pause() {
        return emitted < FEW ? QUICK_NANOS : LOADED_NANOS;
    }
}
