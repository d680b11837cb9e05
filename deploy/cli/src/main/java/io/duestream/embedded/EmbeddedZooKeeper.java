package io.duestream.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.zookeeper.server.embedded.ExitHandler;
import org.apache.zookeeper.server.embedded.ZooKeeperServerEmbedded;

/**
 * One ZooKeeper server in this process, by ZooKeeper's production classes, on loopback, without its HTTP admin server.
 *
 * <p>A hard error of the server is logged at ERROR by ZooKeeper and does not end the process: due jobs run without
 * ZooKeeper.
 */
public final class EmbeddedZooKeeper implements AutoCloseable {
    /** Configuration key that chooses the port, named in messages about a busy one. */
    public static final String PORT_KEY = "embedded.zookeeper.port";

    private static final long START_TIMEOUT_MILLIS = 10_000;

    private final int port;
    private final ZooKeeperServerEmbedded server;

    private EmbeddedZooKeeper(int port, ZooKeeperServerEmbedded server) {
        this.port = port;
        this.server = server;
    }

    /**
     * Starts the server and returns when it takes sessions.
     *
     * @param directory of the server's data, kept over restarts
     * @param port for clients, or 0 for the one this directory had before, else a free one
     * @throws EmbeddedClusterException if the port is busy or the server does not start
     */
    public static EmbeddedZooKeeper start(Path directory, int port) {
        return start(directory, port, Map.of());
    }

    /**
     * Starts the server as {@link #start(Path, int)}.
     *
     * @param settings by the names of ZooKeeper's configuration file, over those that are set here
     * @throws EmbeddedClusterException if the port is busy or the server does not start
     */
    public static EmbeddedZooKeeper start(Path directory, int port, Map<String, String> settings) {
        Path absolute = directory.toAbsolutePath().normalize();
        int chosen = new RememberedPorts(absolute).resolve("zookeeper", port);
        Ports.requireFree(chosen, "ZooKeeper", PORT_KEY);
        try {
            Files.createDirectories(absolute);
            removeOldConfigurations(absolute);
            ZooKeeperServerEmbedded server = ZooKeeperServerEmbedded.builder()
                    .baseDir(absolute)
                    .configuration(properties(absolute, chosen, settings))
                    .exitHandler(ExitHandler.LOG_ONLY)
                    .build();
            server.start(START_TIMEOUT_MILLIS);
            return new EmbeddedZooKeeper(chosen, server);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new EmbeddedClusterException("ZooKeeper did not start in %s (%s)".formatted(absolute, e), e);
        }
    }

    private static Properties properties(Path directory, int port, Map<String, String> settings) {
        Properties properties = new Properties();
        properties.setProperty("dataDir", directory.resolve("data").toString());
        properties.setProperty("clientPort", Integer.toString(port));
        properties.setProperty("clientPortAddress", Ports.HOST);
        properties.setProperty("tickTime", "1000");
        // Every client has the same address here, so a limit per address would be a limit on the whole installation.
        properties.setProperty("maxClientCnxns", "0");
        properties.setProperty("admin.enableServer", "false");
        properties.setProperty("autopurge.snapRetainCount", "3");
        properties.setProperty("autopurge.purgeInterval", "24");
        properties.putAll(settings);
        return properties;
    }

    /** The server writes its configuration to a new file at each start and leaves it behind. */
    private static void removeOldConfigurations(Path directory) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(directory, "zookeeper.configuration*.properties")) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
    }

    /** {@code host:port} for clients. */
    public String connectString() {
        return Ports.HOST + ":" + port;
    }

    /** The port for clients. */
    public int port() {
        return port;
    }

    /** Stops the server. */
    @Override
    public void close() {
        server.close();
    }
}
