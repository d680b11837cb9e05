package io.duestream.cli.bench;

import io.duestream.cli.output.CommandFailedException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Carries rounds out on a cluster whose processes are ready, one after the other. For one thread. */
final class Rounds implements AutoCloseable {
    private static final long STALLED = TimeUnit.SECONDS.toNanos(90);
    private static final long LOOK_EVERY_MILLIS = 20;

    private final Stage stage;
    private final MeasuredCluster cluster;
    private final ProgressLine progress;
    private final AuditTap tap;
    private final Submitter submitter;
    private int nextNumber = JobNumbers.FIRST;

    Rounds(Stage stage, MeasuredCluster cluster, ProgressLine progress) {
        this.stage = stage;
        this.cluster = cluster;
        this.progress = progress;
        this.submitter = new Submitter(cluster.connection(), stage.setup().payloadBytes());
        this.tap = new AuditTap(cluster.connection());
    }

    /** Rounds that do not count. Those at a low rate warm nothing up, so that others go before them. */
    void warmUp(Scenario scenario, int rounds) throws InterruptedException {
        for (int i = 1; i <= rounds; i++) {
            String name = "warm-up " + i + " of " + rounds;
            if (scenario.slow()) {
                run(Throughput.timed(scenario.jobs()), name + ", as fast as possible");
            }
            run(scenario, name);
        }
    }

    /** What happens once all jobs of a round have been submitted. */
    @FunctionalInterface
    interface Then {
        /** @throws InterruptedException if interrupted while waiting for its time */
        void happens(Round round) throws InterruptedException;
    }

    RoundResult run(Scenario scenario, String words) throws InterruptedException {
        return run(scenario, words, round -> {});
    }

    RoundResult run(Scenario scenario, String words, Then then) throws InterruptedException {
        String name = cluster.name().isEmpty() ? words : words + ", " + cluster.name();
        Map<String, Duration> before = stage.processorTimes(cluster.name());
        Round round = begin(scenario);
        scenario.submit(submitter, round);
        double submissions = round.jobs() * 1e9 / (submitter.awaitAcknowledged() - round.begunNanos());
        then.happens(round);
        awaitEnds(round, scenario, name);
        progress.step(String.format(
                Locale.ROOT, "%s: %,.0f jobs/s, submitted %,.0f/s", name, round.jobsPerSecond(), submissions));
        return result(round, submissions, before);
    }

    /** Jobs of all rounds so far. */
    int submitted() {
        return nextNumber - JobNumbers.FIRST;
    }

    private Round begin(Scenario scenario) {
        Round round = new Round(nextNumber, Round.Shape.of(scenario));
        nextNumber += scenario.jobs();
        tap.follow(round);
        return round;
    }

    private RoundResult result(Round round, double submissions, Map<String, Duration> before) {
        return new RoundResult(
                round.jobsPerSecond(),
                submissions,
                round.latency(),
                round.lateness(),
                round.otherLateness(),
                round.lastAcceptedNanos() <= round.countedFromNanos(),
                round.early(),
                round.repeated(),
                round.nodes(),
                cpu(before, stage.processorTimes(cluster.name()), round.jobs()));
    }

    private void awaitEnds(Round round, Scenario scenario, String name) throws InterruptedException {
        long stalled = STALLED + scenario.quiet().toNanos();
        int seen = 0;
        long moved = System.nanoTime();
        while (!round.allEnded()) {
            tap.requireReading();
            stage.requireAlive();
            int ended = round.endedJobs();
            String far = String.format(
                    Locale.ROOT,
                    "%,d of %,d jobs %s",
                    ended,
                    round.jobs(),
                    scenario.watch().word());
            if (ended > seen) {
                seen = ended;
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > stalled) {
                throw new CommandFailedException(String.format(
                        Locale.ROOT,
                        "%s: %s and no other within %d seconds; the logs of the processes say why"
                                + " (--data DIR keeps them)",
                        name,
                        far,
                        TimeUnit.NANOSECONDS.toSeconds(stalled)));
            }
            progress.goesOn(name + ": " + far);
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static Map<String, Double> cpu(Map<String, Duration> before, Map<String, Duration> after, int jobs) {
        Map<String, Double> micros = new LinkedHashMap<>();
        after.forEach((name, time) -> micros.put(
                name, time.minus(before.getOrDefault(name, Duration.ZERO)).toNanos() / 1_000.0 / jobs));
        return micros;
    }

    @Override
    public void close() {
        tap.close();
        submitter.close();
    }
}
