package io.duestream.tracker.process;

import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.Topics;
import io.duestream.tracker.core.CoreSettings;
import io.duestream.tracker.core.LossLimit;
import io.duestream.tracker.topology.TrackerScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What a tracker can be told. Every key is defined here once, with its default and its meaning. */
public final class TrackerConfig {
    /** Brokers to begin with. */
    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    /** Name of the cluster, first part of all topic names. */
    public static final String CLUSTER = "cluster";
    /** Where state is kept. */
    public static final String STATE_DIR = "state.dir";
    /** ZooKeeper for node metadata. */
    public static final String ZOOKEEPER = "zookeeper.connect";
    /** Partitions of a new cluster. */
    public static final String PARTITIONS = "partitions";
    /** Replication factor of topics that are made. */
    public static final String REPLICATION_FACTOR = "replication.factor";
    /** Stream threads. */
    public static final String THREADS = "threads";
    /** Standby copies of the state. */
    public static final String STANDBY_REPLICAS = "standby.replicas";
    /** Session timeout. */
    public static final String SESSION_TIMEOUT = "session.timeout.ms";
    /** Misfire threshold. */
    public static final String MISFIRE_THRESHOLD = "misfire.threshold.ms";
    /** Attempts that may be lost with their nodes. */
    public static final String MAX_LOST_ATTEMPTS = "max.lost.attempts";
    /** How long a shard that lost two attempts is to run alone, in milliseconds. */
    public static final String LOST_ALONE = "lost.alone.ms";
    /** How long a node may be silent. */
    public static final String NODE_LOST_GRACE = "node.lost.grace.ms";
    /** How long after its dispatch an attempt may be started. */
    public static final String START_WITHIN = "start.within.ms";
    /** When an attempt that nobody reported is handed out again. */
    public static final String UNSEEN_AFTER = "unseen.after.ms";
    /** How long submission ids are remembered. */
    public static final String DEDUP_WINDOW = "dedup.window.ms";
    /** Pause between two steps of the walker. */
    public static final String WALK_EVERY = "walker.pace.ms";
    /** When a live job is written whole again. */
    public static final String CARRY_AFTER = "carry.after.ms";
    /** Patience after an assignment. */
    public static final String CATCH_UP_PATIENCE = "catch.up.patience.ms";
    /** Start without committed offsets. */
    public static final String ACCEPT_LOST_OFFSETS = "accept.lost.offsets";

    private static final String PASSED_THROUGH = "kafka.";

    private final AbstractConfig values;

    private TrackerConfig(AbstractConfig values) {
        this.values = values;
    }

    /**
     * Reads a configuration; keys it does not know are left alone, those that begin with {@code kafka.} go to every
     * Kafka client.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a value is missing or out of its bounds
     */
    public static TrackerConfig of(Map<String, String> properties) {
        return new TrackerConfig(new AbstractConfig(definition(), properties, false));
    }

    /** All keys, for reference pages and for reading. */
    public static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        BOOTSTRAP_SERVERS,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Kafka brokers to begin with, host:port, separated by commas.")
                .define(
                        CLUSTER,
                        Type.STRING,
                        Topics.DEFAULT_CLUSTER,
                        Importance.HIGH,
                        "Name of the cluster, the first part of all its topic names.")
                .define(
                        STATE_DIR,
                        Type.STRING,
                        "duestream-state",
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Folder for the state stores. Keep it over restarts: a new one is filled from the changelogs first.")
                .define(
                        ZOOKEEPER,
                        Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "ZooKeeper connect string for node metadata; empty for none. Jobs run without it.")
                .define(
                        PARTITIONS,
                        Type.INT,
                        TopicProvisioner.DEFAULT_PARTITIONS,
                        Range.between(1, 1000),
                        Importance.HIGH,
                        "Partitions of a new cluster's topics; fixed for the life of the cluster.")
                .define(
                        REPLICATION_FACTOR,
                        Type.SHORT,
                        TopicProvisioner.BROKERS_DEFAULT,
                        Importance.HIGH,
                        "Replication factor of topics that are made; -1 for the brokers' default.")
                .define(THREADS, Type.INT, 2, Range.between(1, 64), Importance.MEDIUM, "Stream threads.")
                .define(
                        STANDBY_REPLICAS,
                        Type.INT,
                        1,
                        Range.between(0, 3),
                        Importance.MEDIUM,
                        "Copies of the state on other trackers, for a quick take-over.")
                .define(
                        SESSION_TIMEOUT,
                        Type.INT,
                        6_000,
                        Range.between(1_000, 300_000),
                        Importance.MEDIUM,
                        "Milliseconds after which the others take over from a tracker that is not heard of.")
                .define(
                        MISFIRE_THRESHOLD,
                        Type.LONG,
                        CoreSettings.DEFAULT.misfireThreshold().toMillis(),
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "Milliseconds after its due time from which a fire is a misfire.")
                .define(
                        MAX_LOST_ATTEMPTS,
                        Type.INT,
                        CoreSettings.DEFAULT.losses().most(),
                        Range.between(1, 100),
                        Importance.MEDIUM,
                        "Attempts of a shard that may be lost with their nodes; the last one ends it as FAILED, if nothing ran beside it.")
                .define(
                        LOST_ALONE,
                        Type.LONG,
                        CoreSettings.DEFAULT.losses().alone().toMillis(),
                        Range.between(100, 3_600_000),
                        Importance.LOW,
                        "Milliseconds for which a shard that lost two attempts runs alone on its executor, and may wait for that; four times as long after each further one.")
                .define(
                        NODE_LOST_GRACE,
                        Type.LONG,
                        6_000L,
                        Range.between(2_000, 600_000),
                        Importance.MEDIUM,
                        "Milliseconds without a report after which a node is lost, if it is also absent from its consumer group; what ran there goes to another.")
                .define(
                        START_WITHIN,
                        Type.LONG,
                        CoreSettings.DEFAULT.startWithin().toMillis(),
                        Range.between(1_000, Topics.START_WITHIN.toMillis()),
                        Importance.LOW,
                        "Milliseconds after its dispatch within which an executor may start an attempt; later it hands it back.")
                .define(
                        UNSEEN_AFTER,
                        Type.LONG,
                        TrackerScope.Pace.DEFAULT.unseenAfter().toMillis(),
                        Range.between(1_000, 86_400_000),
                        Importance.LOW,
                        "Milliseconds after that time at which the walker doubts an attempt that no executor has reported.")
                .define(
                        DEDUP_WINDOW,
                        Type.LONG,
                        TrackerScope.Pace.DEFAULT.dedupWindow().toMillis(),
                        Range.between(60_000, 86_400_000),
                        Importance.LOW,
                        "Milliseconds for which submission ids are remembered.")
                .define(
                        WALK_EVERY,
                        Type.LONG,
                        TrackerScope.Pace.DEFAULT.walkEvery().toMillis(),
                        Range.between(100, 600_000),
                        Importance.LOW,
                        "Milliseconds between two steps of the walker while there is work; an idle task walks every ten minutes.")
                .define(
                        CARRY_AFTER,
                        Type.LONG,
                        TrackerScope.Pace.DEFAULT.carryAfter().toMillis(),
                        Range.between(1_000, 31_536_000_000L),
                        Importance.LOW,
                        "Milliseconds after which the walker writes a live job whole to the audit topic again; well below that topic's retention.ms.")
                .define(
                        CATCH_UP_PATIENCE,
                        Type.LONG,
                        TrackerScope.Pace.DEFAULT.catchUpPatience().toMillis(),
                        Range.between(1_000, 600_000),
                        Importance.LOW,
                        "Milliseconds with nothing left to read after which timers act again although the markers of an assignment have not come back; longer than transactions of a dead tracker stay open.")
                .define(
                        ACCEPT_LOST_OFFSETS,
                        Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Start although the cluster has state and no committed offsets: the commands topic is read from its start, and jobs that ended may come back.");
    }

    /** The cluster's topics. */
    public Topics topics() {
        return Topics.of(values.getString(CLUSTER));
    }

    /** What Kafka Streams and its clients are given, by Kafka's names. */
    public Map<String, Object> streamsSettings() {
        Map<String, Object> settings = new HashMap<>();
        StreamsSettings.of(this).forEach((name, value) -> settings.put(name.toString(), value));
        return settings;
    }

    String bootstrapServers() {
        return values.getString(BOOTSTRAP_SERVERS);
    }

    Path stateDir() {
        return Path.of(values.getString(STATE_DIR)).toAbsolutePath();
    }

    String zooKeeper() {
        return values.getString(ZOOKEEPER);
    }

    int partitions() {
        return values.getInt(PARTITIONS);
    }

    short replicationFactor() {
        return values.getShort(REPLICATION_FACTOR);
    }

    int threads() {
        return values.getInt(THREADS);
    }

    int standbyReplicas() {
        return values.getInt(STANDBY_REPLICAS);
    }

    int sessionTimeoutMillis() {
        return values.getInt(SESSION_TIMEOUT);
    }

    Duration nodeLostGrace() {
        return Duration.ofMillis(values.getLong(NODE_LOST_GRACE));
    }

    boolean acceptLostOffsets() {
        return values.getBoolean(ACCEPT_LOST_OFFSETS);
    }

    CoreSettings core() {
        CoreSettings defaults = CoreSettings.DEFAULT;
        return new CoreSettings(
                Duration.ofMillis(values.getLong(MISFIRE_THRESHOLD)),
                Duration.ofMillis(values.getLong(START_WITHIN)),
                defaults.doubtAgainAfter(),
                new LossLimit(values.getInt(MAX_LOST_ATTEMPTS), Duration.ofMillis(values.getLong(LOST_ALONE))));
    }

    TrackerScope.Pace pace() {
        return new TrackerScope.Pace(
                Duration.ofMillis(values.getLong(DEDUP_WINDOW)),
                Duration.ofMillis(values.getLong(WALK_EVERY)),
                Duration.ofMillis(values.getLong(CARRY_AFTER)),
                Duration.ofMillis(values.getLong(CATCH_UP_PATIENCE)),
                Duration.ofMillis(values.getLong(UNSEEN_AFTER)));
    }

    /** What goes to every Kafka client: TLS, SASL, tuning. */
    Map<String, Object> passedThrough() {
        return values.originalsWithPrefix(PASSED_THROUGH);
    }
}
