package io.duestream.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One KRaft node, broker and controller, in this process, by Kafka's production classes. It serves loopback only, does
 * not create topics by itself, and takes records up to 4 MiB.
 *
 * <p>A fatal fault of Kafka while starting is thrown; later it ends the process.
 */
public final class EmbeddedKafka implements AutoCloseable {
    /** Configuration key that chooses the port, named in messages about a busy one. */
    public static final String PORT_KEY = "embedded.kafka.port";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final int port;
    private final KafkaRaftServer server;

    private EmbeddedKafka(int port, KafkaRaftServer server) {
        this.port = port;
        this.server = server;
    }

    /**
     * Where and how to run.
     *
     * @param directory of the broker's data, formatted at the first start and kept; one running broker per directory
     * @param port for clients, or 0 for the one this directory had before, else a free one
     * @param controllerPort for the node's own controller; 0 as above
     * @param overrides broker properties by their Kafka names that win over the built-in ones
     */
    public record Settings(Path directory, int port, int controllerPort, Map<String, String> overrides) {
        /** Copies the overrides. */
        public Settings {
            directory = directory.toAbsolutePath().normalize();
            overrides = Map.copyOf(overrides);
        }

        /** The built-in configuration in a directory, on remembered or free ports. */
        public Settings(Path directory) {
            this(directory, 0, 0, Map.of());
        }
    }

    /**
     * Starts the broker and returns when it takes requests: about 1 s, and 3 s after {@code kill -9}.
     *
     * @throws EmbeddedClusterException if a port is busy, the directory is in use or damaged, or Kafka does not start
     */
    public static EmbeddedKafka start(Settings settings) {
        RememberedPorts ports = new RememberedPorts(settings.directory());
        int port = ports.resolve("kafka", settings.port());
        int controllerPort = ports.resolve("kafka.controller", settings.controllerPort());
        Ports.requireFree(port, "Kafka", PORT_KEY);
        Ports.requireFree(controllerPort, "Kafka's controller", "embedded.kafka.controller.port");
        KafkaStorage.prepare(settings.directory());
        long begin = System.nanoTime();
        KafkaRaftServer server = create(settings, port, controllerPort);
        try {
            FatalFaults.guard(server::startup);
        } catch (ExecutionException e) {
            throw failed(settings, e.getCause(), server);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(settings, e, server);
        }
        LOG.info(
                "Kafka listens on {}:{}, data in {}, started in {} ms",
                Ports.HOST,
                port,
                settings.directory(),
                (System.nanoTime() - begin) / 1_000_000);
        return new EmbeddedKafka(port, server);
    }

    private static KafkaRaftServer create(Settings settings, int port, int controllerPort) {
        try {
            KafkaConfig config = KafkaConfig.fromProps(
                    BrokerProperties.of(settings.directory(), port, controllerPort, settings.overrides()), false);
            return new KafkaRaftServer(config, Time.SYSTEM);
        } catch (RuntimeException e) {
            throw new EmbeddedClusterException("Kafka did not start in %s (%s)".formatted(settings.directory(), e), e);
        }
    }

    private static EmbeddedClusterException failed(Settings settings, Throwable reason, KafkaRaftServer server) {
        EmbeddedClusterException failed = new EmbeddedClusterException(
                "Kafka did not start in %s (%s)".formatted(settings.directory(), reason), reason);
        try {
            server.shutdown();
        } catch (RuntimeException e) {
            failed.addSuppressed(e);
        }
        return failed;
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return Ports.HOST + ":" + port;
    }

    /** The port for clients. */
    public int port() {
        return port;
    }

    /** Stops the broker in good order; close the clients first, or they will go on dialling. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
