package io.duestream.cli.bench;

import io.duestream.cli.output.CommandFailedException;
import io.duestream.client.KafkaConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Carries a scenario out: starts what it needs, warms up, and runs its rounds one after the other. For one thread. */
final class BenchRun {
    private static final long STALLED = TimeUnit.SECONDS.toNanos(90);
    private static final long LOOK_EVERY_MILLIS = 20;

    private final Stage stage;
    private final Plan plan;
    private final ProgressLine progress;
    private int nextNumber = JobNumbers.FIRST;

    /**
     * What is to be run.
     *
     * @param scenario a round
     * @param warmUp rounds whose figures do not count
     * @param rounds those that count
     * @param payloadBytes of each job
     * @param forwarder whether the forwarder takes the tracker's place
     * @param withoutTracker whether submissions are counted without a tracker too
     */
    record Plan(
            Scenario scenario, int warmUp, int rounds, int payloadBytes, boolean forwarder, boolean withoutTracker) {}

    /**
     * What a bench showed.
     *
     * @param rounds those that count
     * @param stopped submissions a second while no tracker ran
     * @param restarts why the forwarder began anew, for each time; empty without one
     */
    record Outcome(List<RoundResult> rounds, List<Double> stopped, List<String> restarts) {}

    BenchRun(Stage stage, Plan plan, ProgressLine progress) {
        this.stage = stage;
        this.plan = plan;
        this.progress = progress;
    }

    Outcome run() throws InterruptedException {
        progress.step("starting brokers, making topics");
        stage.open();
        List<Double> stopped = plan.withoutTracker() ? submissions(stage.withoutTracker()) : List.of();
        progress.step("starting " + (plan.forwarder() ? "forwarder" : "tracker") + " and executor");
        RoleJvm first = plan.forwarder() ? stage.startForwarder() : stage.startTracker();
        RoleJvm executor = stage.startExecutor(plan.scenario().stamped() ? StampRunner.class.getName() : "noop");
        first.awaitReady();
        executor.awaitReady();
        try (AuditTap tap = new AuditTap(stage.connection());
                Submitter submitter = new Submitter(stage.connection(), plan.payloadBytes())) {
            for (int i = 1; i <= plan.warmUp(); i++) {
                if (plan.scenario().stamped()) {
                    // A low rate warms nothing up.
                    round(
                            tap,
                            submitter,
                            Throughput.timed(plan.scenario().jobs()),
                            "warm-up " + i + ", as fast as possible");
                }
                round(tap, submitter, plan.scenario(), "warm-up " + i);
            }
            List<RoundResult> results = new ArrayList<>();
            for (int i = 1; i <= plan.rounds(); i++) {
                results.add(round(tap, submitter, plan.scenario(), "round " + i + " of " + plan.rounds()));
            }
            return new Outcome(results, stopped, stage.restarts());
        } finally {
            progress.done();
        }
    }

    private List<Double> submissions(KafkaConnection cluster) throws InterruptedException {
        List<Double> rates = new ArrayList<>();
        try (Submitter submitter = new Submitter(cluster, plan.payloadBytes())) {
            for (int i = 1; i <= plan.warmUp() + plan.rounds(); i++) {
                Round round = next(plan.scenario());
                plan.scenario().submit(submitter, round);
                double rate = round.jobs() * 1e9 / (submitter.awaitAcknowledged() - round.begunNanos());
                progress.step(String.format(Locale.ROOT, "without a tracker: submitted %,.0f a second", rate));
                if (i > plan.warmUp()) {
                    rates.add(rate);
                }
            }
        }
        return rates;
    }

    private Round next(Scenario scenario) {
        Round round = new Round(nextNumber, scenario.jobs(), scenario.sampleEvery());
        nextNumber += scenario.jobs();
        return round;
    }

    private RoundResult round(AuditTap tap, Submitter submitter, Scenario scenario, String name)
            throws InterruptedException {
        Map<String, Duration> before = stage.processorTimes();
        Round round = next(scenario);
        tap.follow(round);
        scenario.submit(submitter, round);
        double submissions = round.jobs() * 1e9 / (submitter.awaitAcknowledged() - round.begunNanos());
        awaitEnds(tap, round, STALLED + scenario.quiet().toNanos(), name);
        double rate = round.jobs() / round.seconds();
        progress.step(String.format(Locale.ROOT, "%s: %,.0f jobs/s, submitted %,.0f/s", name, rate, submissions));
        return new RoundResult(
                rate,
                submissions,
                round.latency(),
                round.lateness(),
                round.early(),
                round.repeated(),
                cpu(before, stage.processorTimes(), round.jobs()));
    }

    private void awaitEnds(AuditTap tap, Round round, long stalled, String name) throws InterruptedException {
        int seen = 0;
        long moved = System.nanoTime();
        while (!round.allEnded()) {
            tap.requireReading();
            stage.requireAlive();
            int ended = round.endedJobs();
            if (ended > seen) {
                seen = ended;
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > stalled) {
                throw new CommandFailedException(String.format(
                        Locale.ROOT,
                        "%s: %,d of %,d jobs ended and no other within %d seconds; the logs of the processes say why"
                                + " (--data DIR keeps them)",
                        name,
                        ended,
                        round.jobs(),
                        TimeUnit.NANOSECONDS.toSeconds(stalled)));
            }
            progress.goesOn(String.format(Locale.ROOT, "%s: %,d of %,d jobs ended", name, ended, round.jobs()));
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static Map<String, Double> cpu(Map<String, Duration> before, Map<String, Duration> after, int jobs) {
        Map<String, Double> micros = new LinkedHashMap<>();
        after.forEach((role, time) -> micros.put(
                role, time.minus(before.getOrDefault(role, Duration.ZERO)).toNanos() / 1_000.0 / jobs));
        return micros;
    }
}
