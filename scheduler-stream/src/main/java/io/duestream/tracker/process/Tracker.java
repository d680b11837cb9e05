package io.duestream.tracker.process;

import io.duestream.cluster.ClusterConnection;
import io.duestream.cluster.NodeInfo;
import io.duestream.cluster.Role;
import io.duestream.record.command.NoticeKind;
import io.duestream.topic.TopicSnapshot;
import io.duestream.topic.TopicView;
import io.duestream.topic.Topics;
import io.duestream.tracker.core.JobLifecycle;
import io.duestream.tracker.topology.KnownGroups;
import io.duestream.tracker.topology.SchedulerTopology;
import io.duestream.tracker.topology.StreamClients;
import io.duestream.tracker.topology.StreamThreads;
import io.duestream.tracker.topology.TrackerScope;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running tracker. Several of one cluster share its partitions. */
public final class Tracker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tracker.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);
    private static final Duration TOUCH_EVERY = Duration.ofMinutes(1);

    private final String node;
    private final Admin admin;
    private final TopicView topics;
    private final Notices notices;
    private final GroupThreads groupThreads;
    private final KafkaStreams streams;
    private final Optional<ClusterConnection> cluster;
    private final ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "tracker-chores");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch running = new CountDownLatch(1);

    private Tracker(TrackerConfig config, Clock clock) {
        NodeInfo self = NodeInfo.ofThisProcess(
                Role.TRACKER, "", version(), clock.instant(), config.threads(), new SecureRandom());
        this.node = self.id();
        Map<String, Object> clients = clients(config);
        this.admin = Admin.create(clients);
        StartChecks checks = new StartChecks(config, admin);
        Topics names = config.topics();
        int partitions = checks.topics();
        checks.offsets();
        checks.stateAge(clock.instant());
        this.topics = new TopicView(admin, names, LOOK_EVERY).start();
        awaitTopics();
        this.notices = new Notices(clients, names, partitions, node, clock);
        KnownGroups groups =
                new KnownGroups(names, topic -> topics.snapshot().partitionsFor(topic), topics::refreshSoon);
        topics.addListener((before, now) -> topicsChanged(groups, names, before, now));
        this.groupThreads = new GroupThreads(clients, names, group -> notices.tell(NoticeKind.CAPACITY_CHANGED, group));
        StreamThreads threads = new StreamThreads();
        TrackerScope scope = new TrackerScope(
                names,
                node,
                new JobLifecycle(config.core()),
                partitions,
                groups,
                groupThreads::of,
                () -> UUID.randomUUID().toString(),
                config.pace());
        this.streams = new KafkaStreams(
                SchedulerTopology.build(scope, threads),
                StreamsSettings.of(config, node),
                new StreamClients(threads, groups, names));
        watch(config, clock, checks);
        this.cluster = config.zooKeeper().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ClusterConnection.open(config.zooKeeper(), ClusterConnection.DEFAULT_SESSION_TIMEOUT, names));
        cluster.ifPresent(connection -> connection.register(self));
    }

    private static String version() {
        String version = Tracker.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    private static Map<String, Object> clients(TrackerConfig config) {
        Map<String, Object> clients = new HashMap<>(config.passedThrough());
        clients.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        return clients;
    }

    private void awaitTopics() {
        try {
            if (!topics.awaitFirst(Duration.ofSeconds(30))) {
                throw new TrackerStartException("the brokers did not list their topics within 30 seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrackerStartException("interrupted while waiting for the topics", e);
        }
    }

    private void topicsChanged(KnownGroups groups, Topics names, TopicSnapshot before, TopicSnapshot now) {
        groups.refreshed();
        for (String group : now.groups()) {
            if (!before.groups().contains(group) || groups.waiting().contains(group)) {
                groups.told(group);
                notices.tell(NoticeKind.GROUP_REGISTERED, group);
            }
        }
    }

    private void watch(TrackerConfig config, Clock clock, StartChecks checks) {
        streams.setUncaughtExceptionHandler(failure -> {
            LOG.error("a stream thread failed and is replaced; its transaction was given up", failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams.setStateListener((now, before) -> {
            LOG.info("tracker {} is {} (was {})", node, now, before);
            if (now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
        });
        checks.touch(clock.instant());
        chores.scheduleAtFixedRate(
                () -> checks.touch(clock.instant()),
                TOUCH_EVERY.toMillis(),
                TOUCH_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /**
     * Starts a tracker: makes the topics that are missing, checks what must be right, and begins to take its share.
     *
     * @throws TrackerStartException if something is wrong that would make decisions wrong
     */
    public static Tracker start(TrackerConfig config) {
        Tracker tracker = new Tracker(config, Clock.systemUTC());
        tracker.groupThreads.start();
        tracker.streams.start();
        return tracker;
    }

    /** Node id of this process. */
    public String node() {
        return node;
    }

    /** Whether it takes part now: {@code RUNNING}, {@code REBALANCING}, {@code ERROR}, … as Kafka Streams says. */
    public String state() {
        return streams.state().name();
    }

    /**
     * Waits until the tracker has been running once.
     *
     * @return whether it has, within the time
     * @throws InterruptedException if interrupted while waiting
     */
    public boolean awaitRunning(Duration atMost) throws InterruptedException {
        return running.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Leaves the group, so that the others take over at once, and stops. State stays on disk. */
    @Override
    public void close() {
        chores.shutdownNow();
        streams.close(CloseOptions.timeout(CLOSE_WITHIN)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        groupThreads.close();
        topics.close();
        notices.close();
        cluster.ifPresent(ClusterConnection::close);
        admin.close(Duration.ofSeconds(5));
    }
}
