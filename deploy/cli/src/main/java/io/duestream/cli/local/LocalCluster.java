package io.duestream.cli.local;

import io.duestream.client.KafkaConnection;
import io.duestream.embedded.EmbeddedCluster;
import io.duestream.executor.Executor;
import io.duestream.executor.ExecutorBuilder;
import io.duestream.executor.Guard;
import io.duestream.feedback.FeedbackConfig;
import io.duestream.feedback.FeedbackStream;
import io.duestream.topic.Topics;
import io.duestream.tracker.process.Tracker;
import io.duestream.tracker.process.TrackerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka, ZooKeeper and every role of a cluster in this process, over one data directory. Thread-safe. */
public final class LocalCluster implements AutoCloseable {
    /** Keys of the tracker that this cluster sets itself. */
    public static final Set<String> DECIDED_HERE = Set.of(
            TrackerConfig.BOOTSTRAP_SERVERS,
            TrackerConfig.CLUSTER,
            TrackerConfig.ZOOKEEPER,
            TrackerConfig.STATE_DIR,
            TrackerConfig.STANDBY_REPLICAS);

    private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);
    private static final Duration RUNNING_WITHIN = Duration.ofSeconds(60);

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Path data;
    private final FirstEnd end = new FirstEnd();
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private volatile EmbeddedCluster servers;
    private boolean closed;

    /** A cluster that has not been started. */
    public LocalCluster(Path data) {
        this.data = data;
    }

    /**
     * Starts Kafka and ZooKeeper.
     *
     * @param kafkaPort for clients; 0 for the one this directory had before, else a free one
     * @param zooKeeperPort as above
     * @throws io.duestream.embedded.EmbeddedClusterException if a port is busy or the directory is in use
     */
    public void startServers(int kafkaPort, int zooKeeperPort) {
        servers = keep(EmbeddedCluster.start(
                new EmbeddedCluster.Settings(data.resolve("servers"), kafkaPort, zooKeeperPort, Map.of())));
    }

    /** {@code host:port} of the broker. */
    public String bootstrapServers() {
        return servers.bootstrapServers();
    }

    /** {@code host:port} of ZooKeeper. */
    public String zooKeeper() {
        return servers.zooKeeper();
    }

    /** For clients. */
    public KafkaConnection connection() {
        return KafkaConnection.to(bootstrapServers());
    }

    /**
     * Starts a tracker and waits until it works.
     *
     * @param settings by the keys of {@link TrackerConfig}
     * @throws IllegalStateException if it does not get there in time
     */
    public void startTracker(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(TrackerConfig.BOOTSTRAP_SERVERS, bootstrapServers());
        all.put(TrackerConfig.ZOOKEEPER, zooKeeper());
        all.put(TrackerConfig.STATE_DIR, data.resolve("tracker").toString());
        all.put(TrackerConfig.STANDBY_REPLICAS, "0");
        Tracker tracker = keep(Tracker.start(TrackerConfig.of(all)));
        end.watch("tracker", tracker::awaitEnded);
        try {
            Instant limit = Instant.now().plus(RUNNING_WITHIN);
            while (!tracker.awaitRunning(LOOK_EVERY)) {
                requireOpen();
                if (Instant.now().isAfter(limit)) {
                    throw new IllegalStateException("the tracker is " + tracker.state() + " after "
                            + RUNNING_WITHIN.toSeconds() + " seconds instead of RUNNING; its log says why");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the tracker starts", e);
        }
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException("stopped while starting");
        }
    }

    /** Starts a feedback-stream. */
    public void startFeedback() {
        FeedbackStream stream = keep(FeedbackStream.start(FeedbackConfig.of(bootstrapServers(), Topics.DEFAULT_CLUSTER)
                .withInstance("local")
                .withZooKeeper(zooKeeper())));
        end.watch("feedback", stream::awaitEnded);
    }

    /**
     * Starts an executor.
     *
     * @param settings says group, runners and threads
     */
    public void startExecutor(Consumer<ExecutorBuilder> settings) {
        ExecutorBuilder builder = Executor.builder()
                .bootstrapServers(bootstrapServers())
                .zooKeeper(zooKeeper())
                // Brokers and tracker are at work in this process too.
                .guard(Guard.OFF);
        settings.accept(builder);
        Executor executor = keep(builder.start());
        end.watch("executor", executor::awaitClosed);
    }

    /**
     * Stops a resource with the cluster, before what was started earlier.
     *
     * @return the resource
     * @throws IllegalStateException if the cluster has been closed meanwhile; then the resource is closed too
     */
    public synchronized <T extends AutoCloseable> T keep(T resource) {
        if (closed) {
            close(resource);
            throw new IllegalStateException("stopped while starting");
        }
        running.push(resource);
        return resource;
    }

    /**
     * Waits until the cluster has been closed.
     *
     * @throws InterruptedException if interrupted while waiting
     * @throws RuntimeException what the tracker, the feedback-stream or an executor told when it ended by itself; the
     *     others run on until the cluster is closed
     */
    public void awaitEnded() throws InterruptedException {
        end.await();
    }

    /** Stops everything in reverse order and keeps the data; without effect the second time. */
    @Override
    public synchronized void close() {
        closed = true;
        end.inGoodOrder();
        while (!running.isEmpty()) {
            close(running.pop());
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.warn("{} did not stop in good order", resource, e);
        }
    }
}
