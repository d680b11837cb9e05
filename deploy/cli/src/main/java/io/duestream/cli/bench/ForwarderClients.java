package io.duestream.cli.bench;

import io.duestream.client.KafkaConnection;
import io.duestream.tracker.process.TrackerConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the clients of a thread of the forwarder, with the tracker's settings. */
final class ForwarderClients {
    private final KafkaConnection connection;
    private final Map<String, Object> streams;
    private final String transactionalId;

    ForwarderClients(KafkaConnection connection, TrackerConfig config) {
        this.connection = connection;
        this.streams = config.streamsSettings();
        this.transactionalId = connection.cluster() + "-forwarder-" + UUID.randomUUID();
    }

    KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = new HashMap<>(connection.kafka());
        properties.putAll(withPrefix("consumer."));
        properties.putAll(withPrefix("main.consumer."));
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, connection.cluster() + "-forwarder");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return new KafkaConsumer<>(properties);
    }

    /** Each producer has the transactional id of the one before it, whose open transaction it ends. */
    KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> properties = new HashMap<>(connection.kafka());
        properties.putAll(withPrefix("producer."));
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return new KafkaProducer<>(properties);
    }

    private Map<String, Object> withPrefix(String prefix) {
        Map<String, Object> found = new HashMap<>();
        streams.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }
}
