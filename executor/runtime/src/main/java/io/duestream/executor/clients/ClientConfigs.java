package io.duestream.executor.clients;

import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The configurations of an executor's Kafka clients: what the user gave, over it what must not be otherwise. */
public final class ClientConfigs {
    /** What the guarantees rest on, with why. Setting one of them is refused, not ignored. */
    private static final Map<String, String> FIXED = new TreeMap<>(Map.ofEntries(
            Map.entry(ConsumerConfig.GROUP_ID_CONFIG, "it follows from cluster and node group"),
            Map.entry(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "a static member's partitions wait for its return"),
            Map.entry(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "the runtime is built for the classic protocol"),
            Map.entry(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, "all executors of a group must agree"),
            Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "offsets follow the acknowledged reports"),
            Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "an uncommitted dispatch may never have been decided"),
            Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "jobs that came before the first executor must run"),
            Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "topics have to be made with their settings"),
            Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, "records are read as bytes"),
            Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, "records are read as bytes"),
            Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, "records are written as bytes"),
            Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, "records are written as bytes"),
            Map.entry(ProducerConfig.ACKS_CONFIG, "a report counts when all in-sync replicas have it"),
            Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "reports of a job have to keep their order"),
            Map.entry(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "a dead executor's transaction would hold back results"),
            Map.entry(ProducerConfig.PARTITIONER_CLASS_CONFIG, "reports have to reach the tracker that owns the job")));

    /** How long a broker may take to acknowledge before the fail store takes the record too. */
    public static final Duration STORE_AFTER = Duration.ofSeconds(2);

    /** How long one sending of a record may last that the fail store has. */
    public static final Duration STORED_DELIVERY = Duration.ofSeconds(30);

    private static final int SESSION_MILLIS = 6_000;

    private static final Duration STORED_REQUEST = Duration.ofSeconds(10);

    private static final String BYTES_IN = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
    private static final String BYTES_OUT = "org.apache.kafka.common.serialization.ByteArraySerializer";

    /** So long that an executor that has been idle need not ask for metadata before it can report. */
    private static final long YEAR_MILLIS = 365L * 24 * 60 * 60 * 1000;

    private final String bootstrapServers;
    private final String node;
    private final Map<String, String> given;

    /**
     * @param bootstrapServers {@code host:port,…}
     * @param node id of the node, part of every client's name
     * @param given what the user gave for all clients, by Kafka's names
     */
    public ClientConfigs(String bootstrapServers, String node, Map<String, String> given) {
        this.bootstrapServers = bootstrapServers;
        this.node = node;
        this.given = Map.copyOf(given);
    }

    /** Why a property must not be set, by name, for each of {@code given} that must not. */
    public static Map<String, String> refused(Map<String, String> given) {
        Map<String, String> refused = new TreeMap<>(FIXED);
        refused.keySet().retainAll(given.keySet());
        return refused;
    }

    /** How long the consumer group waits for a node that is not heard of; what Kafka's clients refuse counts as not given. */
    public static Duration session(Map<String, String> given) {
        try {
            String millis = given.get(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
            return Duration.ofMillis(millis == null ? SESSION_MILLIS : Integer.parseInt(millis.trim()));
        } catch (NumberFormatException e) {
            return Duration.ofMillis(SESSION_MILLIS);
        }
    }

    /** For looking at and making topics. */
    public Map<String, Object> admin() {
        return common("admin");
    }

    /** For the dispatch topic, as a member of a consumer group. */
    public Map<String, Object> dispatch(String consumerGroup) {
        Map<String, Object> config = reading("dispatch");
        config.put(ConsumerConfig.GROUP_ID_CONFIG, consumerGroup);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        config.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        config.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 200);
        // A partition that was paused is asked for again only when the waiting fetch has returned.
        config.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        return config;
    }

    /** For the control topic, without a group. */
    public Map<String, Object> control() {
        Map<String, Object> config = reading("control");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        config.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
        return config;
    }

    /**
     * For reports: sent at once when the broker is there; while it is away kept for long, unless a fail store keeps them.
     *
     * @param storing whether one does
     */
    public Map<String, Object> reports(boolean storing) {
        Map<String, Object> config = writing("reports");
        if (storing) {
            stored(config);
        }
        // One report goes at once; under load a batch fills while the one before it is on its way.
        config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 600_000);
        config.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L * 1024 * 1024);
        return config;
    }

    /**
     * For the business log: batched, and given up sooner.
     *
     * @param storing whether a fail store keeps what is given up
     */
    public Map<String, Object> lines(boolean storing) {
        Map<String, Object> config = writing("lines");
        if (storing) {
            stored(config);
        }
        config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 20);
        config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 120_000);
        config.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L * 1024 * 1024);
        return config;
    }

    private static void stored(Map<String, Object> config) {
        config.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) STORED_DELIVERY.toMillis());
        config.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) STORED_REQUEST.toMillis());
        // Who waits for the broker's addresses waits no longer than until the record is stored.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, STORE_AFTER.toMillis());
    }

    private Map<String, Object> reading(String purpose) {
        Map<String, Object> config = common(purpose);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, BYTES_IN);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, BYTES_IN);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return config;
    }

    private Map<String, Object> writing(String purpose) {
        Map<String, Object> config = common(purpose);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, BYTES_OUT);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, BYTES_OUT);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
        config.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        config.putIfAbsent(ProducerConfig.METADATA_MAX_IDLE_CONFIG, YEAR_MILLIS);
        return config;
    }

    private Map<String, Object> common(String purpose) {
        Map<String, Object> config = new HashMap<>(given);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, node + "-" + purpose);
        // Brokers that all moved while this node slept are found again where it first found them.
        config.putIfAbsent(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "rebootstrap");
        return config;
    }
}
