package io.duestream.client;

import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The settings of Kafka's clients: what we want, what the user wants over it, and over both what must be so. */
final class ClientProperties {
    private static final String BY_CONTRACT = "the record contract says what it is";
    private static final String BY_GUARANTEE = "the client's guarantees rest on it";

    /** Kafka settings that the user cannot give, and why not. */
    static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("bootstrap.servers", "use bootstrapServers"),
            Map.entry("delivery.timeout.ms", "use deliveryTimeout"),
            Map.entry("acks", BY_GUARANTEE),
            Map.entry("enable.idempotence", BY_GUARANTEE),
            Map.entry("isolation.level", BY_GUARANTEE),
            Map.entry("enable.auto.commit", BY_GUARANTEE),
            Map.entry("auto.offset.reset", BY_GUARANTEE),
            Map.entry("max.poll.records", BY_GUARANTEE),
            Map.entry("transactional.id", "the client uses no transaction"),
            Map.entry("allow.auto.create.topics", "topics are made as the contract says"),
            Map.entry("group.id", "the client group gives it"),
            Map.entry("partitioner.class", BY_CONTRACT),
            Map.entry("partitioner.ignore.keys", BY_CONTRACT),
            Map.entry("key.serializer", BY_CONTRACT),
            Map.entry("value.serializer", BY_CONTRACT),
            Map.entry("key.deserializer", BY_CONTRACT),
            Map.entry("value.deserializer", BY_CONTRACT));

    private static final int REQUEST_TIMEOUT_MILLIS = 10_000;
    private static final Duration TIME_FOR_A_HANDLER = Duration.ofMinutes(5);

    private ClientProperties() {}

    /** Sends commands and dead letters. */
    static Map<String, Object> producer(KafkaConnection connection, Duration deliveryTimeout) {
        int delivery = Math.toIntExact(deliveryTimeout.toMillis());
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // A single blocking submission must not wait for company; under load batches fill while others are in flight.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, delivery);
        properties.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, Math.min(REQUEST_TIMEOUT_MILLIS, delivery / 2)));
        addUsers(properties, connection, ProducerConfig.configNames());
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return properties;
    }

    /** Sends commands that are stored when they are not acknowledged: nobody waits for metadata longer than that. */
    static Map<String, Object> storingProducer(
            KafkaConnection connection, Duration deliveryTimeout, Duration storeAfter) {
        Map<String, Object> properties = producer(connection, deliveryTimeout);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, storeAfter.toMillis());
        return properties;
    }

    /** Asks whether topics exist. */
    static Map<String, Object> admin(KafkaConnection connection) {
        Map<String, Object> properties = new HashMap<>();
        addUsers(properties, connection, AdminClientConfig.configNames());
        return properties;
    }

    /** Reads a topic without a group, from positions of its own. */
    static Map<String, Object> tail(KafkaConnection connection) {
        Map<String, Object> properties = new HashMap<>();
        addUsers(properties, connection, ConsumerConfig.configNames());
        addReading(properties);
        return properties;
    }

    /**
     * Reads outcomes as a member of the client group.
     *
     * @param longestRetry how long a handler's retries may last, their back-off alone
     */
    static Map<String, Object> outcomes(KafkaConnection connection, String clientGroup, Duration longestRetry) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        long poll = TIME_FOR_A_HANDLER.plus(longestRetry).toMillis();
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) Math.min(Integer.MAX_VALUE, poll));
        addUsers(properties, connection, ConsumerConfig.configNames());
        addReading(properties);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, connection.topics().outcomesConsumerGroup(clientGroup));
        // Between two polls lies one call of the handler, so its time is the only one that counts for the group.
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return properties;
    }

    private static void addReading(Map<String, Object> properties) {
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    }

    private static void addUsers(Map<String, Object> properties, KafkaConnection connection, Set<String> known) {
        properties.put("bootstrap.servers", connection.bootstrapServers());
        connection.kafka().forEach((name, value) -> {
            if (known.contains(name) || !knownToAny(name)) {
                properties.put(name, value);
            }
        });
    }

    /** What no client of Kafka knows belongs to a plug-in, such as a login module; it may be any client's. */
    private static boolean knownToAny(String name) {
        return ProducerConfig.configNames().contains(name)
                || ConsumerConfig.configNames().contains(name)
                || AdminClientConfig.configNames().contains(name);
    }
}
