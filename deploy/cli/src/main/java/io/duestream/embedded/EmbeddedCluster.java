package io.duestream.embedded;

import java.nio.file.Path;
import java.util.Map;

/**
 * Kafka and ZooKeeper in this process over one data directory that no second process may use at the same time.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedCluster implements AutoCloseable {
    private final DataLock lock;
    private final EmbeddedZooKeeper zooKeeper;
    private final EmbeddedKafka.Settings brokerSettings;
    private final String bootstrapServers;
    private EmbeddedKafka broker;
    private boolean closed;

    private EmbeddedCluster(
            DataLock lock, EmbeddedZooKeeper zooKeeper, EmbeddedKafka.Settings settings, EmbeddedKafka broker) {
        this.lock = lock;
        this.zooKeeper = zooKeeper;
        // A bounced broker comes back where its clients look, whatever port was wanted at first.
        this.brokerSettings = new EmbeddedKafka.Settings(
                settings.directory(), broker.port(), settings.controllerPort(), settings.overrides());
        this.bootstrapServers = broker.bootstrapServers();
        this.broker = broker;
    }

    /**
     * Where and how to run.
     *
     * @param data directory of everything, made if absent and kept
     * @param kafkaPort for Kafka clients, or 0 for the one this directory had before, else a free one
     * @param zooKeeperPort for ZooKeeper clients; 0 as above
     * @param brokerOverrides broker properties by their Kafka names that win over the built-in ones
     */
    public record Settings(Path data, int kafkaPort, int zooKeeperPort, Map<String, String> brokerOverrides) {
        /** Copies the overrides. */
        public Settings {
            data = data.toAbsolutePath().normalize();
            brokerOverrides = Map.copyOf(brokerOverrides);
        }

        /** The built-in configuration in a directory, on remembered or free ports. */
        public Settings(Path data) {
            this(data, 0, 0, Map.of());
        }
    }

    /**
     * Starts both servers and returns when they take requests.
     *
     * @throws EmbeddedClusterException if the directory is in use, a port is busy, or a server does not start; then
     *     nothing is left running
     */
    public static EmbeddedCluster start(Settings settings) {
        DataLock lock = DataLock.acquire(settings.data());
        EmbeddedZooKeeper zooKeeper = null;
        try {
            zooKeeper = EmbeddedZooKeeper.start(settings.data().resolve("zookeeper"), settings.zooKeeperPort());
            EmbeddedKafka.Settings brokerSettings = new EmbeddedKafka.Settings(
                    settings.data().resolve("kafka"), settings.kafkaPort(), 0, settings.brokerOverrides());
            return new EmbeddedCluster(lock, zooKeeper, brokerSettings, EmbeddedKafka.start(brokerSettings));
        } catch (RuntimeException e) {
            if (zooKeeper != null) {
                zooKeeper.close();
            }
            lock.close();
            throw e;
        }
    }

    /** {@code host:port} of the broker, the same while this object lives, also when the broker is stopped. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** {@code host:port} of ZooKeeper. */
    public String zooKeeper() {
        return zooKeeper.connectString();
    }

    /** Stops the broker and keeps its data; without effect when it is stopped. */
    public synchronized void stopBroker() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    /**
     * Starts a stopped broker on its port with its data; without effect when it runs.
     *
     * @throws IllegalStateException after {@link #close()}
     * @throws EmbeddedClusterException if it does not start
     */
    public synchronized void startBroker() {
        if (closed) {
            throw new IllegalStateException("the embedded cluster is closed");
        }
        if (broker == null) {
            broker = EmbeddedKafka.start(brokerSettings);
        }
    }

    /** Stops the broker, then ZooKeeper, then gives the data directory free; without effect the second time. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stopBroker();
        } finally {
            try {
                zooKeeper.close();
            } finally {
                lock.close();
            }
        }
    }
}
