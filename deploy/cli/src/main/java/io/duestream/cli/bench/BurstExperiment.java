package io.duestream.cli.bench;

import io.duestream.cli.output.CommandFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Bursts in turn with rounds of throughput, whose rate they are compared with.
 *
 * @param jobs of a burst, and of a round of throughput
 * @param rate of the trickle, jobs a second
 * @param warmUp rounds whose figures do not count
 * @param rounds those that count
 */
record BurstExperiment(int jobs, int rate, int warmUp, int rounds) implements Experiment {
    private static final int TIMES_SLOWER = 3;
    private static final int TRIES = 4;
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /** The figures of one pair. */
    record Pair(RoundResult fast, RoundResult burst) {}

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("jobs", jobs);
        settings.putAll(new Burst(jobs, rate, MARGIN, MARGIN).settings());
        settings.put("warmUp", warmUp);
        settings.put("trackers", 1);
        settings.put("executors", "1 for the burst, 1 for the trickle");
        return settings;
    }

    @Override
    public Report run(Stage stage, ProgressLine progress) throws InterruptedException {
        progress.step("starting brokers, making topics");
        stage.open();
        MeasuredCluster cluster = stage.cluster("", List.of(JobNumbers.GROUP, JobNumbers.OTHERS), 0);
        progress.step("starting tracker and executors");
        RatesExperiment.ready(
                cluster.startTracker(),
                cluster.startExecutor(),
                cluster.startExecutor("of-trickle", JobNumbers.OTHERS, ""));
        List<Pair> pairs = new ArrayList<>();
        try (Rounds measured = new Rounds(stage, cluster, progress)) {
            for (int i = 1; i <= warmUp; i++) {
                pair(measured, progress, "warm-up " + i + " of " + warmUp);
            }
            for (int i = 1; i <= rounds; i++) {
                pairs.add(pair(measured, progress, "round " + i + " of " + rounds));
            }
        }
        return new BurstReport(jobs, pairs);
    }

    private Pair pair(Rounds measured, ProgressLine progress, String words) throws InterruptedException {
        RoundResult fast = measured.run(Throughput.timed(jobs), words);
        Duration once = Duration.ofMillis((long) (jobs * 1_000.0 / fast.jobsPerSecond()));
        Duration lead = once.multipliedBy(TIMES_SLOWER).plus(MARGIN);
        Duration span = once.multipliedBy(2).plus(MARGIN);
        for (int i = 1; i <= TRIES; i++) {
            RoundResult burst = measured.run(new Burst(jobs, rate, lead, span), words + ", burst");
            if (burst.acceptedInTime()) {
                return new Pair(fast, burst);
            }
            lead = lead.multipliedBy(2);
            progress.step(String.format(
                    Locale.ROOT,
                    "%s: not all jobs were accepted when they were due, so it was no burst; again with %,d ms to accept them",
                    words,
                    lead.toMillis()));
        }
        throw new CommandFailedException("the jobs of a burst were not accepted before they were due, " + TRIES
                + " times; try fewer jobs (--jobs) or a machine that is less busy");
    }
}
