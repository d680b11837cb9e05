package io.duestream.cli.bench;

import io.duestream.cli.output.CommandFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A cluster that has been at work and has nothing to do now.
 *
 * @param span of a round
 * @param warmUp rounds of work before
 * @param rounds that count
 */
record IdleExperiment(Duration span, int warmUp, int rounds) implements Experiment {
    private static final int WARMING_JOBS = 20_000;
    /** Work before, also without warm-up: a count that is 0 says nothing if it cannot be anything else. */
    private static final int SOME_JOBS = 100;

    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(10);
    private static final long LOOK_EVERY_MILLIS = 200;

    /**
     * What one round showed.
     *
     * @param seconds that it took
     * @param percent of a core that each process used
     * @param commits transactions of the tracker
     */
    record Quiet(double seconds, Map<String, Double> percent, int commits) {
        Quiet {
            percent = new LinkedHashMap<>(percent);
        }
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seconds", span.toSeconds());
        settings.put("warmUp", warmUp);
        settings.put("trackers", 1);
        settings.put("executors", 1);
        return settings;
    }

    @Override
    public Report run(Stage stage, ProgressLine progress) throws InterruptedException {
        progress.step("starting brokers, making topics");
        stage.open();
        MeasuredCluster cluster = stage.cluster("");
        progress.step("starting tracker and executor");
        RatesExperiment.ready(cluster.startTracker(), cluster.startExecutor());
        try (CommittedTransactions transactions = new CommittedTransactions(cluster.connection())) {
            try (Rounds measured = new Rounds(stage, cluster, progress)) {
                measured.warmUp(Throughput.timed(WARMING_JOBS), warmUp);
                measured.run(Throughput.timed(SOME_JOBS), "work before");
            }
            int before = transactions.count();
            if (before == 0) {
                throw new CommandFailedException(
                        "jobs have ended and no transaction of the tracker was seen in the brokers' log of transactions,"
                                + " so that none could be counted later");
            }
            pass(
                    stage,
                    progress,
                    span.compareTo(SETTLES_WITHIN) < 0 ? span : SETTLES_WITHIN,
                    "waiting until all has settled");
            transactions.count();
            List<Quiet> results = new ArrayList<>();
            for (int i = 1; i <= rounds; i++) {
                results.add(round(stage, cluster, progress, transactions, "round " + i + " of " + rounds));
            }
            return new IdleReport(before, results);
        }
    }

    private Quiet round(
            Stage stage,
            MeasuredCluster cluster,
            ProgressLine progress,
            CommittedTransactions transactions,
            String words)
            throws InterruptedException {
        Map<String, Duration> before = stage.processorTimes(cluster.name());
        long begun = System.nanoTime();
        pass(stage, progress, span, words);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Map<String, Double> percent = new LinkedHashMap<>();
        stage.processorTimes(cluster.name())
                .forEach((name, time) -> percent.put(
                        name,
                        time.minus(before.getOrDefault(name, Duration.ZERO)).toNanos() / 1e7 / seconds));
        return new Quiet(seconds, percent, transactions.count());
    }

    private static void pass(Stage stage, ProgressLine progress, Duration span, String words)
            throws InterruptedException {
        long end = System.nanoTime() + span.toNanos();
        progress.step(words);
        for (long left = span.toNanos(); left > 0; left = end - System.nanoTime()) {
            stage.requireAlive();
            progress.goesOn(words + ": " + TimeUnit.NANOSECONDS.toSeconds(left) + " s more");
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MILLIS)));
        }
    }
}
