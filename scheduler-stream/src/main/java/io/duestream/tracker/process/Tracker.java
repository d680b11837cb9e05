package io.duestream.tracker.process;

import io.duestream.cluster.ClusterConnection;
import io.duestream.cluster.MasterChangeListener;
import io.duestream.cluster.NodeInfo;
import io.duestream.cluster.Role;
import io.duestream.node.NodeReporting;
import io.duestream.node.NodeWork;
import io.duestream.record.command.NoticeKind;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.TopicSnapshot;
import io.duestream.topic.TopicView;
import io.duestream.topic.Topics;
import io.duestream.tracker.core.JobLifecycle;
import io.duestream.tracker.topology.KnownGroups;
import io.duestream.tracker.topology.RunningNodes;
import io.duestream.tracker.topology.SchedulerTopology;
import io.duestream.tracker.topology.SteadyTime;
import io.duestream.tracker.topology.StreamClients;
import io.duestream.tracker.topology.StreamThreads;
import io.duestream.tracker.topology.TrackerScope;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
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
    private static final Duration MAKE_EVERY = Duration.ofSeconds(2);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);
    private static final Duration TOUCH_EVERY = Duration.ofMinutes(1);

    private final Opened opened;
    private final Topics names;
    private final NodeInfo self;
    private final TopicView topics;
    private final TopicSnapshot first;
    private final TopicLives lives;
    private final KnownGroups groups;
    private final Notices notices;
    private final Chores chores;
    private final KafkaStreams streams;
    private final LastLife lastLife;
    private final TrackerEnd end;

    private Tracker(TrackerConfig config, Clock clock, Opened opened, List<MasterChangeListener> masterListeners) {
        this.opened = opened;
        this.names = config.topics();
        this.self = NodeInfo.ofThisProcess(
                Role.TRACKER,
                "",
                NodeInfo.versionOf(Tracker.class),
                clock.instant(),
                config.threads(),
                new SecureRandom());
        this.end = new TrackerEnd(self.id(), this::close);
        Map<String, Object> clients = clients(config);
        Admin admin = opened.add(Admin.create(clients));
        StartChecks checks = new StartChecks(config, admin, clients);
        int partitions = checks.topics();
        checks.offsets();
        checks.stateAge(clock.instant());
        Optional<ClusterConnection> cluster = connect(config);
        this.notices = opened.add(new Notices(clients, names, partitions, self.id(), clock));
        this.topics = opened.add(new TopicView(admin, names, LOOK_EVERY));
        this.first = firstLook();
        this.lives = new TopicLives(names);
        lives.remade(first);
        this.groups = new KnownGroups(names, topic -> topics.snapshot().partitionsFor(topic), topics::refreshSoon);
        this.chores = opened.add(new Chores("tracker-chores"));
        GroupThreads groupThreads = new GroupThreads(
                System::nanoTime, group -> chores.soon(() -> notices.tell(NoticeKind.CAPACITY_CHANGED, group)));
        NodeCare nodes = opened.add(new NodeCare(admin));
        NodeReports reports = opened.add(new NodeReports(clients, names, List.of(nodes.listener(), groupThreads)));
        SteadyTime time = new SteadyTime(clock);
        StreamThreads threads = new StreamThreads(time);
        PartitionTransactions transactions = new PartitionTransactions(admin, clients, names);
        RunningNodes running = new RunningNodes();
        TrackerScope scope = new TrackerScope(
                names,
                self.id(),
                new JobLifecycle(config.core()),
                partitions,
                groups,
                running,
                groupThreads::of,
                () -> UUID.randomUUID().toString(),
                config.pace());
        opened.add(NodeReporting.start(clients, names, self.reporting(), this::work));
        this.lastLife = new LastLife(config.stateDir(), names.trackerApplicationId());
        this.streams = lastLife.begin(() -> new KafkaStreams(
                SchedulerTopology.build(scope, threads),
                StreamsSettings.of(config),
                new StreamClients(threads, groups, names, new OwnLeftovers(transactions)),
                time));
        opened.add(this::stopStreams);
        watchStreams(() -> chores.soon(() -> touch(checks, clock)));
        chores.each(TOUCH_EVERY, () -> touch(checks, clock));
        chores.each(LOOK_EVERY, this::tellArrivals);
        topics.addListener((before, now) -> chores.soon(() -> topicsChanged(before, now)));
        reports.start();
        nodes.fenceDead(config);
        nodes.endStranded(transactions);
        nodes.findLost(running, names, config.nodeLostGrace(), notices);
        streams.start();
        cluster.ifPresent(connection -> {
            Presence presence = new Presence(connection, names, self, masterListeners);
            TopicProvisioner maker = new TopicProvisioner(admin, partitions, config.replicationFactor());
            chores.each(
                    MAKE_EVERY,
                    () -> presence.makeTopicsOfGroups(topic -> topics.snapshot().partitions(topic) > 0, maker::ensure));
        });
    }

    private NodeWork work() {
        return NodeWork.consuming(
                self.threads(),
                List.of(names.commands().name(), names.feedback().name()));
    }

    private Optional<ClusterConnection> connect(TrackerConfig config) {
        return config.zooKeeper().isEmpty()
                ? Optional.empty()
                : Optional.of(opened.add(
                        ClusterConnection.open(config.zooKeeper(), ClusterConnection.DEFAULT_SESSION_TIMEOUT, names)));
    }

    private static Map<String, Object> clients(TrackerConfig config) {
        Map<String, Object> clients = new HashMap<>(config.passedThrough());
        clients.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        return clients;
    }

    private TopicSnapshot firstLook() {
        topics.start();
        try {
            if (topics.awaitFirst(Duration.ofSeconds(30))) {
                return topics.snapshot();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrackerStartException("interrupted while waiting for the topics", e);
        }
        throw new TrackerStartException("the brokers did not list their topics within 30 seconds");
    }

    private void topicsChanged(TopicSnapshot before, TopicSnapshot now) {
        Set<String> known = new TreeSet<>(before.ids().keySet());
        known.addAll(now.ids().keySet());
        for (String topic : known) {
            if (!before.id(topic).equals(now.id(topic))) {
                groups.changed(topic);
            }
        }
        tellArrivals();
        lives.remade(now).forEach(group -> notices.tell(NoticeKind.TOPIC_REMADE, group));
        FixedTopics.problem(names, first, now).ifPresent(end::because);
    }

    /** A level, not an edge: what one look misses the next one tells. */
    private void tellArrivals() {
        groups.arrived().forEach(group -> notices.tell(NoticeKind.GROUP_REGISTERED, group));
    }

    private void watchStreams(Runnable whenRunning) {
        streams.setUncaughtExceptionHandler(failure -> {
            LOG.error("a stream thread failed and is replaced; its transaction was given up", failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams.setStateListener((now, before) -> {
            LOG.info("tracker {} is {} (was {})", self.id(), now, before);
            end.streamsAre(now);
            if (now == KafkaStreams.State.RUNNING) {
                whenRunning.run();
            }
        });
    }

    /** Only while running: a state that is never brought up to date must not look as if it were. */
    private void touch(StartChecks checks, Clock clock) {
        if (streams.state() == KafkaStreams.State.RUNNING) {
            checks.touch(clock.instant());
        }
    }

    /**
     * Starts a tracker: makes the topics that are missing, checks what must be right, and begins to take its share. If
     * that fails, nothing stays open.
     *
     * @throws TrackerStartException if something is wrong that would make decisions wrong
     */
    public static Tracker start(TrackerConfig config) {
        return start(config, Clock.systemUTC(), List.of());
    }

    /**
     * Starts a tracker as {@link #start(TrackerConfig)}, and tells who is master of the trackers, if a ZooKeeper is
     * configured.
     *
     * @throws TrackerStartException if something is wrong that would make decisions wrong
     */
    public static Tracker start(TrackerConfig config, MasterChangeListener listener) {
        return start(config, Clock.systemUTC(), List.of(listener));
    }

    /**
     * Starts a tracker as {@link #start(TrackerConfig)} whose decisions go by a clock of its own, as when the system's is
     * set; the time-outs of Kafka's clients go by the system's.
     *
     * @throws TrackerStartException if something is wrong that would make decisions wrong
     */
    public static Tracker start(TrackerConfig config, Clock clock) {
        return start(config, clock, List.of());
    }

    private static Tracker start(TrackerConfig config, Clock clock, List<MasterChangeListener> listeners) {
        Opened opened = new Opened();
        try {
            return new Tracker(config, clock, opened, listeners);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Node id of this process. */
    public String node() {
        return self.id();
    }

    /** Whether it takes part now: {@code RUNNING}, {@code REBALANCING}, {@code ERROR}, … as Kafka Streams says. */
    public String state() {
        return streams.state().name();
    }

    /**
     * Waits until the tracker has been running once.
     *
     * @return whether it has, within the time; not once it was closed
     * @throws InterruptedException if interrupted while waiting
     * @throws TrackerEndedException if it has ended by itself
     */
    public boolean awaitRunning(Duration atMost) throws InterruptedException {
        return end.awaitRunning(atMost);
    }

    /**
     * Waits until the tracker has been closed.
     *
     * @throws InterruptedException if interrupted while waiting
     * @throws TrackerEndedException if it has closed itself because it could not go on: a topic that carries the cluster
     *     was made anew or has another partition count, or Kafka Streams gave up
     */
    public void awaitEnded() throws InterruptedException {
        end.await();
    }

    private void stopStreams() {
        boolean closed = streams.close(CloseOptions.timeout(CLOSE_WITHIN)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        if (closed) {
            lastLife.end();
        }
    }

    /** Leaves the group, so that the others take over at once, and stops. State stays on disk. */
    @Override
    public void close() {
        try {
            opened.close();
        } finally {
            end.closed();
        }
    }
}
