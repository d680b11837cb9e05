package io.duestream.executor;

import io.duestream.client.failstore.FailStoreException;
import io.duestream.cluster.NodeInfo;
import io.duestream.cluster.Role;
import io.duestream.executor.clients.ClientConfigs;
import io.duestream.executor.log.LogSinkException;
import io.duestream.executor.log.LogSinkFactory.Executing;
import io.duestream.executor.log.SinkFeed;
import io.duestream.job.LogLevel;
import io.duestream.node.ProcessLoad;
import io.duestream.record.LogLine;
import io.duestream.topic.Topics;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of an executor: what is started, and what is stopped in which order. */
final class ExecutorEngine {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorEngine.class);

    private final ExecutorSettings settings;
    private final NodeInfo node;
    private final EngineParts parts;
    private final Presence presence;
    private final List<SinkFeed> sinks;
    private final WorkerPool workers;
    private final Thread pollThread;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Starts an executor against real brokers. */
    static ExecutorEngine start(ExecutorSettings settings) {
        Topics topics = Topics.of(settings.cluster());
        NodeInfo node = NodeInfo.ofThisProcess(
                Role.EXECUTOR,
                settings.group(),
                NodeInfo.versionOf(ExecutorEngine.class),
                Instant.now(),
                settings.threads(),
                new SecureRandom());
        ClientConfigs configs = new ClientConfigs(settings.bootstrapServers(), node.id(), settings.kafka());
        try {
            KafkaClients clients = KafkaClients.of(
                    configs,
                    topics.executorConsumerGroup(settings.group()),
                    settings.failStore().isPresent());
            try (Admin admin = clients.admin()) {
                new DispatchTopic(admin, topics).ensure(settings.group(), settings.startTimeout());
            }
            return new ExecutorEngine(settings, node, clients, InstantSource.system(), ProcessLoad::now);
        } catch (FailStoreException | LogSinkException e) {
            throw new ExecutorException(e.getMessage(), e);
        } catch (KafkaException e) {
            throw new ExecutorException("the Kafka clients could not be made: " + reason(e), e);
        }
    }

    ExecutorEngine(
            ExecutorSettings settings,
            NodeInfo node,
            KafkaClients clients,
            InstantSource clock,
            Supplier<ProcessLoad> load) {
        this.settings = settings;
        this.node = node;
        this.sinks = settings.sinks()
                .open(
                        new Executing(settings.cluster(), settings.group(), node.id()),
                        EngineParts.threadName(settings) + "sink-");
        this.presence =
                Presence.show(settings.zooKeeper(), Topics.of(settings.cluster()), node, settings.masterListeners());
        this.parts = assemble(settings, node, clients, clock, load);
        String name = EngineParts.threadName(settings);
        this.workers = new WorkerPool(
                name,
                parts.deliveries,
                parts.execution,
                () -> new RunnerTable(settings.runners(), settings.otherwise()),
                this::fail);
        workers.resize(settings.threads());
        parts.timer.scheduleAtFixedRate(parts.nodeReporter, 0, 1, TimeUnit.SECONDS);
        if (!settings.guard().equals(Guard.OFF)) {
            parts.timer.scheduleAtFixedRate(parts.guardWatch, 1, 1, TimeUnit.SECONDS);
        }
        long pace = DispatchTopicWatch.PACE.toMillis();
        parts.timer.scheduleWithFixedDelay(parts.topicWatch, pace, pace, TimeUnit.MILLISECONDS);
        EngineParts.daemon(parts.control, name + "control").start();
        // The one thread that is no daemon: an open executor keeps its process alive.
        this.pollThread = new Thread(this::poll, name + "poll");
        pollThread.start();
        LOG.info("executor {} of group {} started with {} threads", node.id(), node.group(), node.threads());
    }

    private EngineParts assemble(
            ExecutorSettings wanted,
            NodeInfo shown,
            KafkaClients clients,
            InstantSource clock,
            Supplier<ProcessLoad> load) {
        try {
            return new EngineParts(wanted, shown, clients, clock, new LiveChanges(), load, this::tellSinks);
        } catch (RuntimeException e) {
            presence.close();
            sinks.forEach(SinkFeed::close);
            throw e;
        }
    }

    private static String reason(KafkaException e) {
        return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
    }

    String node() {
        return node.id();
    }

    private void tellSinks(LogLine line) {
        sinks.forEach(sink -> sink.offer(line));
    }

    /** What operators ask of this node. */
    private final class LiveChanges implements NodeActions {
        @Override
        public void drain(boolean drain) {
            if (closing.get()) {
                return;
            }
            parts.gate.drain(drain);
            parts.gateChanged();
        }

        @Override
        public int threads() {
            return workers.size();
        }

        @Override
        public void changeThreads(int threads) {
            workers.resize(threads);
            presence.threads(threads);
        }

        @Override
        public void changeLogLevel(LogLevel level) {
            parts.logs.threshold(level);
        }
    }

    int busy() {
        return parts.registry.size();
    }

    long storedRecords() {
        return parts.reports.stored() + parts.lines.stored();
    }

    private void poll() {
        try {
            parts.pollLoop.run();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Closes from a thread of its own: closing waits for the one that has failed. */
    private void fail(Throwable problem) {
        LOG.error("executor {} cannot go on and closes itself", node.id(), problem);
        if (failure.compareAndSet(null, problem)) {
            EngineParts.daemon(this::close, EngineParts.threadName(settings) + "close")
                    .start();
        }
    }

    void awaitClosed() throws InterruptedException {
        closed.await();
        Throwable problem = failure.get();
        if (problem != null) {
            throw new ExecutorException("executor " + node.id() + " has ended by itself: " + problem, problem);
        }
    }

    void close() {
        if (closing.compareAndSet(false, true)) {
            try {
                shutDown();
            } finally {
                closed.countDown();
            }
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void shutDown() {
        LOG.info("executor {} closes; {} runs are under way", node.id(), busy());
        ShutdownTimes times = new ShutdownTimes(settings.shutdownTimeout(), System.nanoTime());
        parts.gate.drain(true);
        boolean interrupted = false;
        try {
            // Partitions go first, so that what waits here is run elsewhere while the last runs end.
            parts.pollLoop.stop();
            join(pollThread, times.untilInterrupt(System.nanoTime()));
            parts.deliveries.close();
            endRuns(times);
            join(pollThread, times.forInterrupted(System.nanoTime()));
            if (pollThread.isAlive()) {
                LOG.warn(
                        "the partitions are not given away within {}; the group notices it",
                        settings.shutdownTimeout());
                pollThread.interrupt();
            }
            if (!parts.backlog.awaitEmpty(times.left(System.nanoTime()))) {
                LOG.warn("{} reports are still not acknowledged", parts.backlog.size());
            }
        } catch (InterruptedException e) {
            LOG.warn("interrupted while closing; what is not reported by now will be repeated or time out");
            interrupted = true;
        } finally {
            parts.deliveries.close();
            release(times);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        LOG.info("executor {} is closed", node.id());
    }

    private static void join(Thread thread, Duration atMost) throws InterruptedException {
        if (atMost.toMillis() > 0) {
            thread.join(atMost.toMillis());
        }
    }

    private void endRuns(ShutdownTimes times) throws InterruptedException {
        if (workers.awaitEnd(times.untilInterrupt(System.nanoTime()))) {
            return;
        }
        LOG.warn(
                "{} runs do not end in time and are interrupted, to be done within {}",
                busy(),
                settings.shutdownTimeout());
        parts.registry.all().forEach(run -> parts.interrupter.interrupt(run, Interruption.shutdown()));
        if (!workers.awaitEnd(times.forInterrupted(System.nanoTime()))) {
            parts.registry
                    .all()
                    .forEach(run -> LOG.error(
                            "the runner of {} does not end though it was interrupted; it is left behind",
                            run.delivery().dispatch().key()));
        }
    }

    /** Reports that are not acknowledged yet are kept whatever the time; nothing else may make that late. */
    private void release(ShutdownTimes times) {
        parts.control.stop();
        parts.timer.shutdownNow();
        // The last word says that the node takes no work, so nobody need wonder where it went.
        parts.nodeReporter.run();
        List<Thread> beside = Stream.concat(
                        sinks.stream().<Runnable>map(sink -> sink::close), Stream.of(presence::close))
                .map(closing -> EngineParts.daemon(closing, EngineParts.threadName(settings) + "release"))
                .toList();
        beside.forEach(Thread::start);
        parts.lines.close();
        parts.reports.close();
        awaitReleased(beside, times);
    }

    private static void awaitReleased(List<Thread> beside, ShutdownTimes times) {
        Duration left = times.left(System.nanoTime());
        long deadline = System.nanoTime() + left.toNanos();
        try {
            for (Thread closing : beside) {
                join(closing, Duration.ofNanos(deadline - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
