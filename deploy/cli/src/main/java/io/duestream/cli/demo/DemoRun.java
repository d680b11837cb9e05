package io.duestream.cli.demo;

import io.duestream.cli.local.LocalCluster;
import io.duestream.executor.ExecutorBuilder;
import io.duestream.tracker.process.TrackerConfig;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One pass of the demo over a cluster. For one thread. */
final class DemoRun {
    private static final int PARTITIONS = 2;
    private static final int EXECUTORS = 2;
    private static final int THREADS = 4;
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final LocalCluster cluster;
    private final PrintWriter out;
    private final boolean terminal;
    private final List<Sample> samples = new ArrayList<>();
    private final Set<Sample> met = new HashSet<>();
    private DemoWatch watch;
    private DemoClient client;
    private DemoBoard board;
    private Instant begun;
    private boolean cancelled;

    DemoRun(LocalCluster cluster, PrintWriter out, boolean terminal) {
        this.cluster = cluster;
        this.out = out;
        this.terminal = terminal;
    }

    /** Starts everything but the executors. */
    void start(int kafkaPort, int zooKeeperPort) {
        begun = Instant.now();
        say("Starting Kafka, ZooKeeper, tracker and feedback-stream in this process …");
        cluster.startServers(kafkaPort, zooKeeperPort);
        cluster.startTracker(
                Map.of(TrackerConfig.PARTITIONS, Integer.toString(PARTITIONS), TrackerConfig.THREADS, "1"));
        cluster.startFeedback();
        watch = cluster.keep(new DemoWatch(cluster.connection()));
        client = cluster.keep(
                new DemoClient(cluster.bootstrapServers(), cluster.connection().topics(), watch::told));
        board = new DemoBoard(out, terminal, watch);
        say(String.format(
                Locale.ROOT,
                "Kafka %s, ZooKeeper %s: all there after %.1f s",
                cluster.bootstrapServers(),
                cluster.zooKeeper(),
                Duration.between(begun, Instant.now()).toMillis() / 1000.0));
    }

    /**
     * Submits the samples and watches them.
     *
     * @param limit how long they may take
     * @return whether every one did what it should; those that did not have been told
     */
    boolean samples(Duration limit) throws InterruptedException {
        begun = Instant.now();
        Instant until = begun.plus(limit);
        Sample priority = Samples.priority(PARTITIONS);
        submit(priority);
        // Else the first of them would be dispatched before the last has arrived, and there were nothing to choose
        // from.
        await(until, () -> watch.ask(priority, Seen::allDecided));
        board.say("Starting two executors for the group '" + Samples.GROUP + "' …");
        for (int i = 0; i < EXECUTORS; i++) {
            cluster.startExecutor(DemoRun::executor);
        }
        await(until, () -> met.contains(priority));
        Samples.all(Instant.now()).forEach(this::submit);
        await(until, () -> met.size() == samples.size());
        if (met.size() == samples.size()) {
            board.say("All " + samples.size() + " samples did what they should.");
            return true;
        }
        board.missing(samples, met);
        return false;
    }

    private static void executor(ExecutorBuilder builder) {
        builder.group(Samples.GROUP).threads(THREADS).shutdownTimeout(Duration.ofSeconds(1));
        DemoRunners.byType().forEach(builder::runner);
    }

    private void submit(Sample sample) {
        samples.add(sample);
        sample.submission().accept(client);
    }

    private void await(Instant until, BooleanSupplier reached) throws InterruptedException {
        while (Instant.now().isBefore(until)) {
            samples.stream()
                    .filter(each -> !met.contains(each))
                    .filter(board::met)
                    .forEach(met::add);
            board.show(samples, met, Duration.between(begun, Instant.now()));
            cancelInTime();
            if (reached.getAsBoolean()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
    }

    private void cancelInTime() {
        for (Sample sample : samples) {
            if (sample.key().equals(Samples.CRON_CANCELLED)
                    && !cancelled
                    && watch.ask(sample, seen -> seen.opened() >= Samples.FIRES_BEFORE_CANCEL)) {
                client.cancel(Samples.CRON_CANCELLED, "the demo has seen enough");
                cancelled = true;
            }
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
