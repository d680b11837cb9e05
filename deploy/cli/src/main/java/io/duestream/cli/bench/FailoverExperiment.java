package io.duestream.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Two trackers that are both at work and each other's standby, a timer at short intervals, and the end of one of them without
 * a word. The other one is ended in the next run.
 *
 * @param timers of a run, submitted before it
 * @param warmUp rounds before the first run, as fast as possible
 * @param runs that count
 */
record FailoverExperiment(Timers timers, int warmUp, int runs) implements Experiment {
    private static final int KILLED_AFTER_SHARE = 5;
    private static final int WARMING_JOBS = 5_000;
    /** What is written and not committed at the moment of the kill is chance; the moments are spread over this. */
    private static final int SPREAD_MILLIS = 500;

    @Override
    public int standbys() {
        return 1;
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("runs", runs);
        settings.put("timers", timers.jobs());
        settings.putAll(timers.settings());
        settings.put("killedAfterMillis", killedAfterMillis());
        settings.put("warmUp", warmUp);
        settings.put("trackers", 2);
        settings.put("executors", 1);
        return settings;
    }

    private long killedAfterMillis() {
        return timers.window().toMillis() / KILLED_AFTER_SHARE;
    }

    @Override
    public Report run(Stage stage, ProgressLine progress) throws InterruptedException {
        progress.step("starting brokers, making topics");
        stage.open();
        MeasuredCluster cluster = stage.cluster("", List.of(JobNumbers.GROUP), standbys());
        progress.step("starting two trackers and an executor");
        RoleJvm[] trackers = {cluster.startTracker("1"), cluster.startTracker("2")};
        RatesExperiment.ready(trackers);
        RatesExperiment.ready(cluster.startExecutor());
        TrackerShares.awaitEach(cluster.connection(), trackers.length, stage);
        Random moments = new Random(7);
        List<RoundResult> results = new ArrayList<>();
        try (Rounds measured = new Rounds(stage, cluster, progress)) {
            measured.warmUp(Throughput.timed(WARMING_JOBS), warmUp);
            for (int i = 0; i < runs; i++) {
                int killed = i % trackers.length;
                Duration wait = timers.lead().plusMillis(killedAfterMillis() + moments.nextInt(SPREAD_MILLIS));
                results.add(measured.run(
                        timers,
                        "run " + (i + 1) + " of " + runs,
                        round -> killAt(round.begunNanos() + wait.toNanos(), stage, trackers[killed])));
                if (i + 1 < runs) {
                    progress.step("starting the tracker again");
                    trackers[killed] = cluster.startTracker(Integer.toString(killed + 1));
                    RatesExperiment.ready(trackers[killed]);
                    TrackerShares.awaitEach(cluster.connection(), trackers.length, stage);
                }
            }
        }
        return new FailoverReport(results);
    }

    private static void killAt(long nanos, Stage stage, RoleJvm tracker) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos - System.nanoTime()));
        stage.kill(tracker);
    }
}
