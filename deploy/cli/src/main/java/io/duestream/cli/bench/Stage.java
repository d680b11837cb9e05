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

/** The brokers and all processes of a bench. For one thread, but {@link #close()} may come from another. */
final class Stage implements AutoCloseable {
    private final Setup setup;
    private final Path folder;
    private final String main;
    private final BenchTopics topics;
    private final Deque<RoleJvm> running = new ArrayDeque<>();
    private String bootstrap = "";
    private String zooKeeper = "";
    private KafkaConnection connection;
    private boolean closed;

    /** @param main the class that is the {@code duestream} command */
    Stage(Setup setup, Path folder, String main) {
        this.setup = setup;
        this.folder = folder;
        this.main = main;
        this.topics = new BenchTopics(setup.partitions());
    }

    Setup setup() {
        return setup;
    }

    /** Starts brokers, unless there are some. */
    void open() throws InterruptedException {
        if (setup.bootstrapServers().isPresent()) {
            bootstrap = setup.bootstrapServers().get();
            zooKeeper = setup.given().getOrDefault(TrackerConfig.ZOOKEEPER, "");
        } else {
            String data = folder.resolve("servers").toString();
            RoleJvm servers =
                    start(Role.BROKER, "", Role.BROKER.word(), "", List.of("bench", "servers", "--data", data));
            String[] places = servers.awaitReady().split(" ");
            bootstrap = places[0];
            zooKeeper = places[1];
        }
        connection = connection("");
        Brokers.require(connection);
    }

    /**
     * Makes the topics of a cluster, and nothing else.
     *
     * @param name tells it from others of the stage; empty for the only one
     * @param groups node groups
     */
    KafkaConnection topics(String name, List<String> groups) throws InterruptedException {
        KafkaConnection made = connection(name);
        topics.make(made, groups);
        return made;
    }

    MeasuredCluster cluster(String name) throws InterruptedException {
        return cluster(name, List.of(JobNumbers.GROUP), 0);
    }

    /**
     * Makes the topics of a cluster whose processes can be started then.
     *
     * @param name tells it from others of the stage; empty for the only one
     * @param groups node groups
     * @param standbys copies of the state on other trackers, unless the configuration says how many
     */
    MeasuredCluster cluster(String name, List<String> groups, int standbys) throws InterruptedException {
        KafkaConnection made = topics(name, groups);
        Path own = name.isEmpty() ? folder : folder.resolve(name);
        return new MeasuredCluster(this, setup, name, made, own, writeKeys(own, made, standbys));
    }

    private KafkaConnection connection(String name) {
        Map<String, String> flags = new HashMap<>(setup.given());
        flags.put(TrackerConfig.BOOTSTRAP_SERVERS, bootstrap);
        flags.put(TrackerConfig.CLUSTER, setup.cluster() + (name.isEmpty() ? "" : "-" + name));
        return Configuration.of(Map.of(), Map.of(), flags).connection();
    }

    /** In a file and not on the command lines, which everybody on the machine can read. */
    private Path writeKeys(Path own, KafkaConnection cluster, int standbys) {
        Properties keys = new Properties();
        keys.putAll(setup.keys(standbys));
        keys.put(TrackerConfig.CLUSTER, cluster.cluster());
        keys.put(TrackerConfig.BOOTSTRAP_SERVERS, bootstrap);
        keys.put(TrackerConfig.ZOOKEEPER, zooKeeper);
        // All roles share this machine, so a busy processor says nothing about the executor.
        keys.put(Configuration.EXECUTOR_GUARD_CPU, "0");
        keys.put(Configuration.FAIL_STORE_DIR, own.resolve("fail-store").toString());
        Path file = own.resolve("roles.properties");
        try {
            Files.createDirectories(own);
            try (Writer writer = Files.newBufferedWriter(file)) {
                keys.store(writer, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " could not be written", e);
        }
        return file;
    }

    synchronized RoleJvm start(Role role, String cluster, String name, String options, List<String> words) {
        if (closed) {
            throw new IllegalStateException("stopped while starting");
        }
        RoleJvm.Place place = new RoleJvm.Place(role, cluster, name, folder);
        RoleJvm started = RoleJvm.start(main, place, setup.options(role) + " " + options, words);
        running.push(started);
        return started;
    }

    /** Ends a process in good order. */
    void end(RoleJvm process) {
        forget(process);
        process.close();
    }

    /** Ends a process as a failure of its machine would. */
    void kill(RoleJvm process) throws InterruptedException {
        forget(process);
        process.kill();
    }

    private synchronized void forget(RoleJvm process) {
        running.remove(process);
    }

    /** Processor time of each process that a cluster works with since its start, and of this process. */
    synchronized Map<String, Duration> processorTimes(String cluster) {
        Map<String, Duration> times = new LinkedHashMap<>();
        running.descendingIterator().forEachRemaining(each -> {
            if (each.worksFor(cluster)) {
                times.put(each.name(), each.processorTime());
            }
        });
        times.put("bench", ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
        return times;
    }

    /** @throws CommandFailedException if a process has ended */
    synchronized void requireAlive() {
        running.forEach(RoleJvm::requireAlive);
    }

    /** Ends all processes, and removes from brokers that stay what was put there. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        // All at once, but the brokers, which the others need to end in good order.
        List<RoleJvm> clients =
                running.stream().filter(each -> !each.is(Role.BROKER)).toList();
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
