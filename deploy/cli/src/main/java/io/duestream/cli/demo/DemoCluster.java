package io.duestream.cli.demo;

import io.duestream.client.KafkaConnection;
import io.duestream.embedded.EmbeddedCluster;
import io.duestream.executor.Executor;
import io.duestream.feedback.FeedbackConfig;
import io.duestream.feedback.FeedbackStream;
import io.duestream.topic.Topics;
import io.duestream.tracker.process.Tracker;
import io.duestream.tracker.process.TrackerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every role of a cluster in this process, over a data directory that is removed at the end. Thread-safe. */
final class DemoCluster implements AutoCloseable {
    static final int PARTITIONS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(DemoCluster.class);
    private static final Duration START_WITHIN = Duration.ofSeconds(40);
    private static final int THREADS = 4;
    private static final int EXECUTORS = 2;

    private final Path data;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private EmbeddedCluster servers;

    private DemoCluster(Path data) {
        this.data = data;
    }

    /** A cluster that has not been started, over a new directory. */
    static DemoCluster create() throws IOException {
        return new DemoCluster(Files.createTempDirectory("duestream-demo-"));
    }

    synchronized void startServers(int kafkaPort, int zooKeeperPort) {
        servers = EmbeddedCluster.start(
                new EmbeddedCluster.Settings(data.resolve("cluster"), kafkaPort, zooKeeperPort, Map.of()));
        running.push(servers);
    }

    String bootstrapServers() {
        return servers.bootstrapServers();
    }

    String zooKeeper() {
        return servers.zooKeeper();
    }

    KafkaConnection connection() {
        return KafkaConnection.to(bootstrapServers());
    }

    synchronized void startTracker() {
        Tracker tracker = Tracker.start(TrackerConfig.of(Map.of(
                TrackerConfig.BOOTSTRAP_SERVERS, bootstrapServers(),
                TrackerConfig.ZOOKEEPER, zooKeeper(),
                TrackerConfig.STATE_DIR, data.resolve("state").toString(),
                TrackerConfig.PARTITIONS, Integer.toString(PARTITIONS),
                TrackerConfig.THREADS, "1",
                TrackerConfig.STANDBY_REPLICAS, "0")));
        running.push(tracker);
        try {
            if (!tracker.awaitRunning(START_WITHIN)) {
                throw new IllegalStateException("the tracker is " + tracker.state() + " after "
                        + START_WITHIN.toSeconds() + " seconds instead of RUNNING");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the tracker starts", e);
        }
    }

    synchronized void startFeedback() {
        running.push(FeedbackStream.start(
                FeedbackConfig.of(bootstrapServers(), Topics.DEFAULT_CLUSTER).withZooKeeper(zooKeeper())));
    }

    synchronized void startExecutors() {
        for (int i = 0; i < EXECUTORS; i++) {
            var builder = Executor.builder()
                    .bootstrapServers(bootstrapServers())
                    .zooKeeper(zooKeeper())
                    .group(Samples.GROUP)
                    .threads(THREADS)
                    .shutdownTimeout(Duration.ofSeconds(1));
            DemoRunners.byType().forEach(builder::runner);
            running.push(builder.start());
        }
    }

    /** Stops with the cluster, before what was started earlier. */
    synchronized <T extends AutoCloseable> T keep(T resource) {
        running.push(resource);
        return resource;
    }

    /** Stops everything in reverse order and removes the data; without effect the second time. */
    @Override
    public synchronized void close() {
        while (!running.isEmpty()) {
            AutoCloseable next = running.pop();
            try {
                next.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop in good order", next, e);
            }
        }
        delete(data);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> paths = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LOG.warn("{} could not be removed: {}", folder, e.toString());
        }
    }
}
