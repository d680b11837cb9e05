package io.duestream.feedback;

import io.duestream.cluster.MasterChangeListener;
import io.duestream.cluster.NodeInfo;
import io.duestream.cluster.Role;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.TopicView;
import io.duestream.topic.Topics;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the audit topic and tells each client group its outcomes, exactly once for those who read
 * {@code read_committed}: outcomes and offsets are committed in one Kafka transaction. Any number of processes share the
 * audit topic's partitions. Without anything to tell there are no transactions.
 *
 * <p><b>Zombies.</b> A process that was taken for dead is fenced by the consumer group: it commits its offsets with its
 * member id and generation, which the group refuses once the partitions have another owner, and with the offsets its
 * whole transaction fails (KIP-447). So the transactional id need not be bound to partitions; it only has to be another
 * one for each process at work. It is {@code <cluster>-feedback-<instance>}. Give the process an instance name that
 * stays the same over restarts and it ends at its start what it left open when it was killed; without one it has a new
 * name each time, and an open transaction holds back the readers of outcomes until {@code transaction.timeout.ms}
 * (10 s). Two processes at work under one name fence each other over and over, which the status shows.
 *
 * <p>Thread-safe. Whatever fails after the start is tried again for ever; {@link #status()} says what. Only an
 * {@link Error}, such as memory that is used up, ends it: see {@link #awaitEnded()}.
 */
public final class FeedbackStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FeedbackStream.class);
    private static final Duration VIEW_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);
    private static final Duration INTERRUPTED_WITHIN = Duration.ofSeconds(10);

    private final Progress progress;
    private final Closing closing;
    private final FeedbackLoop loop;
    private final Thread thread;
    private final TopicView view;
    private final Admin admin;
    private final Optional<Presence> presence;
    private final AtomicBoolean released = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    private FeedbackStream(
            String cluster,
            Progress progress,
            Closing closing,
            FeedbackLoop loop,
            TopicView view,
            Admin admin,
            Optional<Presence> presence) {
        this.progress = progress;
        this.closing = closing;
        this.loop = loop;
        this.thread = new Thread(this::run, "feedback-" + cluster);
        this.view = view;
        this.admin = admin;
        this.presence = presence;
    }

    /**
     * Starts to tell outcomes, on a thread of its own that keeps the process alive until closed. Brokers and ZooKeeper
     * may be away.
     *
     * @throws IllegalArgumentException if the cluster name or the ZooKeeper address cannot be used
     * @throws org.apache.kafka.common.KafkaException if the Kafka settings cannot be used, or none of the bootstrap
     *     servers has an address
     */
    public static FeedbackStream start(FeedbackConfig config) {
        return start(config, List.of());
    }

    /**
     * Starts as {@link #start(FeedbackConfig)}, and tells who is master of the feedback-streams, if a ZooKeeper is
     * configured.
     */
    public static FeedbackStream start(FeedbackConfig config, MasterChangeListener listener) {
        return start(config, List.of(listener));
    }

    private static FeedbackStream start(FeedbackConfig config, List<MasterChangeListener> listeners) {
        Topics topics = config.topics();
        NodeInfo node = NodeInfo.ofThisProcess(
                Role.FEEDBACK, "", NodeInfo.versionOf(FeedbackStream.class), Instant.now(), 1, new SecureRandom());
        Clients clients = new Clients(config, node.id());
        Admin admin = clients.admin();
        Optional<Presence> presence = Optional.empty();
        OutcomeSession first = null;
        try {
            Progress progress = new Progress();
            Closing closing = new Closing();
            Destinations destinations = destinations(config, admin, closing);
            first = session(topics, clients, destinations, progress);
            presence = Optional.of(Presence.show(config.zooKeeper(), topics, node, clients.nodeReports(), listeners));
            AtomicReference<OutcomeSession> prepared = new AtomicReference<>(first);
            FeedbackLoop loop = new FeedbackLoop(
                    () -> {
                        OutcomeSession made = prepared.getAndSet(null);
                        return made == null ? session(topics, clients, destinations, progress) : made;
                    },
                    destinations,
                    progress,
                    closing);
            TopicView view = new TopicView(admin, topics, VIEW_INTERVAL);
            view.addListener((before, now) -> {
                // Sending to a topic that is gone holds up everybody until it times out.
                if (!now.ids().entrySet().containsAll(before.ids().entrySet())) {
                    destinations.forgetSoon();
                }
            });
            view.start();
            FeedbackStream stream =
                    new FeedbackStream(topics.cluster(), progress, closing, loop, view, admin, presence);
            stream.thread.start();
            LOG.info("feedback-stream {} tells the outcomes of cluster {}", node.id(), topics.cluster());
            return stream;
        } catch (RuntimeException e) {
            presence.ifPresent(Presence::close);
            if (first != null) {
                first.close();
            }
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    private static Destinations destinations(FeedbackConfig config, Admin admin, Closing closing) {
        TopicProvisioner provisioner =
                new TopicProvisioner(admin, TopicProvisioner.DEFAULT_PARTITIONS, config.replicationFactor());
        return new Destinations(config.topics(), provisioner::ensure, System::nanoTime, closing::pause);
    }

    private static OutcomeSession session(
            Topics topics, Clients clients, Destinations destinations, Progress progress) {
        var consumer = clients.consumer();
        try {
            return new OutcomeSession(topics, consumer, clients.producer(), destinations, progress, System::nanoTime);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** How it does. Never waits. */
    public FeedbackStatus status() {
        return progress.status();
    }

    private void run() {
        try {
            loop.run();
            if (loop.error().isPresent()) {
                // Nobody may be left who would close it, and it must not look as if it were at work.
                release();
            }
        } finally {
            ended.countDown();
        }
    }

    /**
     * Waits until the feedback-stream has been closed.
     *
     * @throws InterruptedException if the calling thread is interrupted
     * @throws FeedbackEndedException if it has closed itself because it could not go on
     */
    public void awaitEnded() throws InterruptedException {
        ended.await();
        Optional<Error> error = loop.error();
        if (error.isPresent()) {
            throw new FeedbackEndedException("the feedback-stream has ended by itself: " + error.get(), error.get());
        }
    }

    /** Ends: the transaction at work is finished or aborted, and the partitions go to others at once. */
    @Override
    public void close() {
        closing.begin();
        try {
            thread.join(CLOSE_WITHIN.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(INTERRUPTED_WITHIN.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("the feedback-stream did not end in time; what it left open ends by its timeouts");
        }
        release();
        ended.countDown();
    }

    private void release() {
        if (released.compareAndSet(false, true)) {
            presence.ifPresent(Presence::close);
            view.close();
            admin.close(Duration.ofSeconds(1));
        }
    }
}
