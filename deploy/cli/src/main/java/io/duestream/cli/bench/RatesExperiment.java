package io.duestream.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rounds of one scenario on one cluster, beside a cluster with the forwarder in the tracker's place if that is wanted.
 *
 * @param scenario a round
 * @param warmUp rounds whose figures do not count
 * @param rounds those that count
 * @param place what decides about the jobs
 */
record RatesExperiment(Scenario scenario, int warmUp, int rounds, Place place) implements Experiment {
    private static final String CEILING = "ceiling";

    /** What decides about the jobs. */
    enum Place {
        /** A tracker. */
        TRACKER,
        /** A tracker; submissions are counted without one too. */
        TRACKER_AND_NONE,
        /** As before, and in the same rounds a forwarder in another cluster. */
        TRACKER_AND_FORWARDER,
        /** A forwarder. */
        FORWARDER
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("jobs", scenario.jobs());
        settings.putAll(scenario.settings());
        settings.put("warmUp", warmUp);
        settings.put("trackers", 1);
        settings.put("executors", 1);
        if (scenario.sampleEvery() > 0) {
            settings.put("latencyOfEvery", scenario.sampleEvery());
        }
        return settings;
    }

    @Override
    public Report run(Stage stage, ProgressLine progress) throws InterruptedException {
        progress.step("starting brokers, making topics");
        stage.open();
        List<Double> stopped =
                place == Place.TRACKER || place == Place.FORWARDER ? List.of() : stopped(stage, progress);
        MeasuredCluster cluster = stage.cluster("");
        progress.step("starting " + (place == Place.FORWARDER ? "forwarder" : "tracker") + " and executor");
        RoleJvm first = place == Place.FORWARDER ? cluster.startForwarder() : cluster.startTracker();
        ready(first, cluster.startExecutor());
        try (Rounds measured = new Rounds(stage, cluster, progress)) {
            if (place == Place.TRACKER_AND_FORWARDER) {
                return besideCeiling(stage, progress, measured, stopped);
            }
            measured.warmUp(scenario, warmUp);
            List<RoundResult> results = new ArrayList<>();
            for (int i = 1; i <= rounds; i++) {
                results.add(measured.run(scenario, "round " + i + " of " + rounds));
            }
            List<String> restarts = place == Place.FORWARDER ? first.said(ForwarderCommand.RESTART) : List.of();
            return new RatesReport(results, stopped, List.of(), restarts, place);
        }
    }

    /** One round with the tracker, one with the forwarder, each first in turn: what the machine does meanwhile hits both. */
    private Report besideCeiling(Stage stage, ProgressLine progress, Rounds measured, List<Double> stopped)
            throws InterruptedException {
        progress.step("starting forwarder and its executor");
        MeasuredCluster cluster = stage.cluster(CEILING);
        RoleJvm forwarder = cluster.startForwarder();
        ready(forwarder, cluster.startExecutor());
        Scenario untimed = Throughput.untimed(scenario.jobs());
        List<RoundResult> results = new ArrayList<>();
        List<RoundResult> ceilings = new ArrayList<>();
        try (Rounds ceiling = new Rounds(stage, cluster, progress)) {
            measured.warmUp(scenario, warmUp);
            ceiling.warmUp(untimed, warmUp);
            for (int i = 1; i <= rounds; i++) {
                String words = "round " + i + " of " + rounds;
                if (i % 2 == 1) {
                    results.add(measured.run(scenario, words));
                    ceilings.add(ceiling.run(untimed, words));
                } else {
                    ceilings.add(ceiling.run(untimed, words));
                    results.add(measured.run(scenario, words));
                }
            }
        }
        return new RatesReport(results, stopped, ceilings, forwarder.said(ForwarderCommand.RESTART), place);
    }

    static void ready(RoleJvm... processes) throws InterruptedException {
        for (RoleJvm each : processes) {
            each.awaitReady();
        }
    }

    private List<Double> stopped(Stage stage, ProgressLine progress) throws InterruptedException {
        List<Double> rates = new ArrayList<>();
        int number = JobNumbers.FIRST;
        try (Submitter submitter = new Submitter(
                stage.topics("idle", List.of(JobNumbers.GROUP)), stage.setup().payloadBytes())) {
            for (int i = 1; i <= warmUp + rounds; i++) {
                Round round = new Round(number, Round.Shape.of(scenario));
                number += scenario.jobs();
                scenario.submit(submitter, round);
                double rate = round.jobs() * 1e9 / (submitter.awaitAcknowledged() - round.begunNanos());
                progress.step(String.format(Locale.ROOT, "without a tracker: submitted %,.0f a second", rate));
                if (i > warmUp) {
                    rates.add(rate);
                }
            }
        }
        return rates;
    }
}
