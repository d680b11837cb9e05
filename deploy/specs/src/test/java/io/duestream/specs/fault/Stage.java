package io.duestream.specs.fault;

import static org.awaitility.Awaitility.await;

import io.duestream.client.JobClient;
import io.duestream.specs.fixture.FixedPorts;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * A cluster whose every part is a process of its own, started by the commands that users start them by. What it started it
 * kills at the end. Its folder has what each process said, and the ledgers.
 */
final class Stage implements AutoCloseable {
    static final String GROUP = "work";
    static final int PARTITIONS = 4;

    /** Processes that start within that are fast enough for the times that a row names. */
    private static final Duration QUICK_START = Duration.ofSeconds(8);

    private final Topics topics = Topics.of(Topics.DEFAULT_CLUSTER);
    private final Path folder;
    private final int kafkaPort = FixedPorts.free();
    private final int controllerPort = FixedPorts.free();
    private final int zooKeeperPort = FixedPorts.free();
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Starts starts;
    private JavaProcess broker;
    private final Stopwatch stopwatch;
    private Duration longestStart = Duration.ZERO;
    private Decisions decisions;
    /** Whether the data are of no further interest. */
    private boolean sound;

    /** A stage with a broker. */
    Stage(String name) {
        stopwatch = new Stopwatch(name);
        try {
            folder = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "faults").toAbsolutePath()), name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        starts = new Starts(folder, bootstrapServers(), topics);
        startBroker();
        stopwatch.lap(broker.name());
    }

    /** The broker, as it was started last. */
    JavaProcess broker() {
        return broker;
    }

    /** Starts the broker, on the same port and data each time, and waits until it takes requests. */
    JavaProcess startBroker() {
        broker = start(starts.broker(kafkaPort, controllerPort)).awaitSaid(ServerMain.READY);
        return broker;
    }

    /** What was judged before is not what is judged next, and what was let go is held again. */
    void beginRow() {
        sound = false;
        try {
            Files.deleteIfExists(folder.resolve(RecordedRunner.GO));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the last row on it ended with nothing to object to. */
    boolean sound() {
        return sound;
    }

    private JavaProcess start(JavaProcess.Start how) {
        return keep(JavaProcess.start(how));
    }

    /**
     * Starts ZooKeeper, on the same port and data each time; who is to go there is told so in its settings.
     *
     * @param longestSession that it grants
     */
    JavaProcess startZooKeeper(Duration longestSession) {
        return start(starts.zooKeeper(zooKeeperPort, Math.toIntExact(longestSession.toMillis())))
                .awaitSaid(ServerMain.READY);
    }

    /** Where ZooKeeper is. */
    String zooKeeper() {
        return "127.0.0.1:" + zooKeeperPort;
    }

    /**
     * Starts a tracker and waits until it runs.
     *
     * @param name the same state directory for the same name
     * @param settings {@code key=value} of its configuration
     */
    JavaProcess startTracker(String name, String... settings) {
        return ready(beginTracker(name, settings));
    }

    /** Starts trackers beside one another and waits until all run. */
    List<JavaProcess> startTrackers(List<String> names, String... settings) {
        List<JavaProcess> trackers =
                names.stream().map(name -> beginTracker(name, settings)).toList();
        trackers.forEach(this::ready);
        return trackers;
    }

    /** Starts a tracker as {@link Starts#forgetfulTracker} and waits until it runs. */
    JavaProcess startForgetfulTracker(String name) {
        return ready(start(starts.forgetfulTracker(name)));
    }

    /** Starts a tracker without waiting until it runs. */
    JavaProcess beginTracker(String name, String... settings) {
        return start(starts.tracker(name, settings));
    }

    /** The words of the command that starts a tracker. */
    List<String> trackerWords(String name, String... settings) {
        return starts.trackerWords(name, settings);
    }

    /**
     * Starts an executor of {@link #GROUP} and waits until it runs.
     *
     * @param settings {@code key=value} of its configuration
     */
    JavaProcess startExecutor(String name, int threads, String... settings) {
        return startExecutor(name, GROUP, threads, settings);
    }

    /** Starts an executor and waits until it runs. */
    JavaProcess startExecutor(String name, String group, int threads, String... settings) {
        return ready(beginExecutor(name, group, threads, settings));
    }

    /** Starts executors of {@link #GROUP} beside one another and waits until all run. */
    List<JavaProcess> startExecutors(int threads, String... names) {
        List<JavaProcess> executors = Stream.of(names)
                .map(name -> beginExecutor(name, GROUP, threads))
                .toList();
        executors.forEach(this::ready);
        return executors;
    }

    private JavaProcess ready(JavaProcess process) {
        process.awaitSaid("ready: ");
        Duration start = stopwatch.lap(process.name());
        longestStart = start.compareTo(longestStart) > 0 ? start : longestStart;
        return process;
    }

    /**
     * Time for what has to be done before something comes due; more of it on a machine that is slow now, by how long
     * processes took to start on it.
     */
    Duration unhurried(Duration whereItIsFast) {
        long factor = Math.max(1_000, 1_000 * longestStart.toMillis() / QUICK_START.toMillis());
        return whereItIsFast.multipliedBy(factor).dividedBy(1_000);
    }

    /** Starts an executor without waiting until it runs. */
    JavaProcess beginExecutor(String name, String group, int threads, String... settings) {
        return start(starts.executor(name, group, threads, settings));
    }

    /** Starts a feedback-stream and waits until it runs. */
    JavaProcess startFeedback(String name) {
        return start(starts.feedback(name)).awaitSaid("ready: ");
    }

    /** Makes a topic. */
    void provision(TopicSpec topic) {
        try (Admin admin = admin()) {
            new TopicProvisioner(admin, PARTITIONS, (short) 1).ensure(List.of(topic));
        }
    }

    /** Starts a process that submits as planned, keeping on its disk what the brokers do not take. */
    JavaProcess startSubmitter(String name, Plan plan) {
        return start(starts.submitter(name, plan));
    }

    /** Submits as planned from here, where nothing breaks. */
    void submit(String name, Plan plan) throws InterruptedException {
        try (JobClient client = JobClient.builder()
                .bootstrapServers(bootstrapServers())
                .cluster(topics.cluster())
                .build()) {
            new Submitter(client, new LedgerFile(folder.resolve(name + Starts.SUBMISSIONS)), name).submit(plan);
        }
    }

    /**
     * Submits at a steady rate, from here, until it is ended.
     *
     * @param second what is submitted each second
     */
    Flow startFlow(String name, Plan second) {
        return keep(new Flow(this, name, new LedgerFile(folder.resolve(name + Starts.SUBMISSIONS)), second));
    }

    /** Lets runs of {@link JobKind#HELD} end. */
    void letGo() throws IOException {
        Files.createFile(folder.resolve(RecordedRunner.GO));
    }

    /** Has something closed at the end, before what was started earlier. */
    <T extends AutoCloseable> T keep(T part) {
        started.push(part);
        return part;
    }

    /** The log; a tracker must have been started once. */
    Decisions decisions() {
        if (decisions == null) {
            decisions = keep(new Decisions(bootstrapServers(), topics));
        }
        return decisions;
    }

    /** What submitters were told so far. */
    List<Submission> submissions() {
        return LedgerFile.read(folder, Starts.SUBMISSIONS).stream()
                .map(Submission::of)
                .toList();
    }

    /** What runners did so far, on all executors. */
    List<Run> runs() {
        return LedgerFile.read(folder, Starts.RUNS).stream().map(Run::of).toList();
    }

    /** What the runners of one executor did so far. */
    List<Run> runs(String executor) {
        return LedgerFile.read(folder, executor + Starts.RUNS).stream()
                .map(Run::of)
                .toList();
    }

    /** Waits until everything is settled, and compares what was told, what was done, and what the log says. */
    Judgement judge(Duration atMost) {
        return judge(atMost, Judgement.Clocks.EQUAL);
    }

    /** The same where the tracker's clock may have been set. */
    Judgement judge(Duration atMost, Judgement.Clocks clocks) {
        sound = false;
        stopwatch.lap("played");
        Judgement.awaitSettled(this, atMost);
        stopwatch.lap("settled");
        Judgement judged = Judgement.of(this, clocks);
        stopwatch.lap("judged");
        sound = judged.problems().isEmpty();
        return judged;
    }

    /** Waits until so many jobs have ended. */
    void awaitEnded(long jobs) {
        Decisions log = decisions();
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> log.ended() >= jobs);
    }

    /** Waits until so many jobs have been accepted. */
    void awaitAccepted(long jobs) {
        Decisions log = decisions();
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> log.accepted() >= jobs);
    }

    /** The longest time from handing an attempt out to its first run. */
    Duration longestWaitForRun() {
        Map<String, Instant> first = new HashMap<>();
        runs().stream()
                .filter(Run::began)
                .forEach(run -> first.merge(run.lease(), run.at(), (one, other) -> one.isBefore(other) ? one : other));
        return decisions().dispatchTimes().entrySet().stream()
                .filter(each -> first.containsKey(each.getKey()))
                .map(each -> Duration.between(each.getValue(), first.get(each.getKey())))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** How far the executors are. */
    DispatchOffsets dispatchOffsets() {
        return new DispatchOffsets(bootstrapServers(), topics, GROUP);
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    Topics topics() {
        return topics;
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try (AutoCloseable part = started.pop()) {
                if (part instanceof JavaProcess process) {
                    process.close();
                    stopwatch.used(process.processorTime());
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        if (sound) {
            Folders.discardData(folder);
        }
        stopwatch.lap("cleared");
        System.out.println(stopwatch);
    }
}
