package io.duestream.cli.bench;

import io.duestream.cli.bench.Setup.Role;
import io.duestream.cli.connection.Brokers;
import io.duestream.cli.connection.Configuration;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.client.KafkaConnection;
import io.duestream.tracker.process.TrackerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The processes of a measured cluster. For one thread, but {@link #close()} may come from another. */
final class Stage implements AutoCloseable {
    private final Setup setup;
    private final Path folder;
    private final String main;
    private final BenchTopics topics;
    private final Deque<RoleJvm> running = new ArrayDeque<>();
    private KafkaConnection connection;
    private String zooKeeper = "";
    private String keys = "";
    private boolean closed;

    /** @param main the class that is the {@code duestream} command */
    Stage(Setup setup, Path folder, String main) {
        this.setup = setup;
        this.folder = folder;
        this.main = main;
        this.topics = new BenchTopics(setup.partitions());
    }

    /** Starts brokers, unless there are some, and makes the topics. */
    void open() throws InterruptedException {
        String bootstrap;
        if (setup.bootstrapServers().isPresent()) {
            bootstrap = setup.bootstrapServers().get();
            zooKeeper = setup.given().getOrDefault(TrackerConfig.ZOOKEEPER, "");
        } else {
            RoleJvm servers = start(
                    Role.BROKER,
                    List.of(
                            "bench",
                            "servers",
                            "--data",
                            folder.resolve("servers").toString()));
            String[] places = servers.awaitReady().split(" ");
            bootstrap = places[0];
            zooKeeper = places[1];
        }
        connection = connection(bootstrap, setup.cluster());
        Brokers.require(connection);
        topics.make(connection);
        keys = writeKeys();
    }

    /** The cluster that is measured. */
    KafkaConnection connection() {
        return connection;
    }

    /** Another cluster on the same brokers, with topics and without a tracker. */
    KafkaConnection withoutTracker() throws InterruptedException {
        KafkaConnection other = connection(connection.bootstrapServers(), setup.cluster() + "-idle");
        topics.make(other);
        return other;
    }

    private KafkaConnection connection(String bootstrap, String cluster) {
        Map<String, String> flags = new HashMap<>(setup.given());
        flags.put(TrackerConfig.BOOTSTRAP_SERVERS, bootstrap);
        flags.put(TrackerConfig.CLUSTER, cluster);
        return Configuration.of(Map.of(), Map.of(), flags).connection();
    }

    RoleJvm startTracker() {
        return start(
                Role.TRACKER,
                List.of("tracker", "--state-dir", folder.resolve("tracker").toString(), "--config", keys));
    }

    RoleJvm startForwarder() {
        return start(
                Role.FORWARDER,
                List.of("bench", "forwarder", "--payload", Integer.toString(setup.payloadBytes()), "--config", keys));
    }

    /** @param runner by its name or its class */
    RoleJvm startExecutor(String runner) {
        return start(
                Role.EXECUTOR,
                List.of(
                        "executor",
                        "--group",
                        JobNumbers.GROUP,
                        "--runner",
                        runner,
                        "--threads",
                        Integer.toString(setup.executorThreads()),
                        "--config",
                        keys));
    }

    private synchronized RoleJvm start(Role role, List<String> words) {
        if (closed) {
            throw new IllegalStateException("stopped while starting");
        }
        RoleJvm started = RoleJvm.start(main, role.word(), folder, setup.options(role), words);
        running.push(started);
        return started;
    }

    /** In a file and not on the command lines, which everybody on the machine can read. */
    private String writeKeys() {
        Properties keys = new Properties();
        keys.putAll(setup.keys());
        keys.put(TrackerConfig.BOOTSTRAP_SERVERS, connection.bootstrapServers());
        keys.put(TrackerConfig.ZOOKEEPER, zooKeeper);
        // All roles share this machine, so a busy processor says nothing about the executor.
        keys.put(Configuration.EXECUTOR_GUARD_CPU, "0");
        keys.put(Configuration.FAIL_STORE_DIR, folder.resolve("fail-store").toString());
        Path file = folder.resolve("roles.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            keys.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " could not be written", e);
        }
        return file.toString();
    }

    /** Processor time of each role since its start, and of this process. */
    synchronized Map<String, Duration> processorTimes() {
        Map<String, Duration> times = new LinkedHashMap<>();
        running.descendingIterator().forEachRemaining(each -> times.put(each.role(), each.processorTime()));
        times.put("bench", ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
        return times;
    }

    /** @throws CommandFailedException if a process has ended */
    synchronized void requireAlive() {
        running.forEach(RoleJvm::requireAlive);
    }

    /** Why the forwarder began anew, for each time. */
    synchronized List<String> restarts() {
        return running.stream()
                .filter(each -> each.role().equals(Role.FORWARDER.word()))
                .flatMap(each -> each.said(ForwarderCommand.RESTART).stream())
                .toList();
    }

    /** Ends all processes, and removes from brokers that stay what was put there. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        // All at once, but the brokers, which the others need to end in good order.
        List<RoleJvm> clients = running.stream()
                .filter(each -> !each.role().equals(Role.BROKER.word()))
                .toList();
        clients.forEach(RoleJvm::end);
        while (!running.isEmpty()) {
            running.pop().close();
        }
        if (setup.bootstrapServers().isPresent() && connection != null) {
            try {
                topics.remove(connection);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
