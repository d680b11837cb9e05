package io.duestream.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two clusters on the same brokers, one with a backlog: what it costs to load and to keep, and what it costs other jobs.
 *
 * @param backlog jobs that stay
 * @param fast jobs as fast as they are taken
 * @param timers jobs with due times
 * @param warmUp rounds whose figures do not count, before the backlog is loaded and again after it
 * @param pairs rounds with and without the backlog, each first in turn
 */
record BacklogExperiment(int backlog, Throughput fast, Timers timers, int warmUp, int pairs) implements Experiment {
    private static final int PARTS = 5;

    /** The figures of one pair. */
    record Pair(RoundResult fastWith, RoundResult fastWithout, RoundResult timersWith, RoundResult timersWithout) {}

    /** Jobs that each of the two trackers had taken before the first pair. */
    record Taken(int with, int without) {}

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("backlog", backlog);
        settings.put("jobs", fast.jobs());
        settings.put("timers", timers.jobs());
        settings.putAll(timers.settings());
        settings.put("warmUp", warmUp);
        settings.put("trackers", "1 in each of two clusters");
        settings.put("executors", "1 in each of two clusters");
        return settings;
    }

    @Override
    public Report run(Stage stage, ProgressLine progress) throws InterruptedException {
        progress.step("starting brokers, making topics");
        stage.open();
        MeasuredCluster loaded = stage.cluster("loaded");
        MeasuredCluster empty = stage.cluster("empty");
        progress.step("starting trackers and executors");
        RoleJvm tracker = loaded.startTracker();
        RatesExperiment.ready(tracker, loaded.startExecutor(), empty.startTracker(), empty.startExecutor());
        try (Rounds with = new Rounds(stage, loaded, progress);
                Rounds without = new Rounds(stage, empty, progress)) {
            warmUp(with, without);
            progress.step("waiting for the disk to settle");
            StoredBytes before = StoredBytes.settled(loaded);
            List<RoundResult> load = Load.all(with, backlog, PARTS);
            Resident afterLoad = Resident.of(tracker);
            progress.step("waiting for the disk to settle");
            StoredBytes bytes = StoredBytes.settled(loaded).since(before);
            // A tracker that has taken a million jobs more is better compiled, which is no merit of its backlog.
            Load.passing(without, backlog, PARTS);
            warmUp(with, without);
            Taken taken = new Taken(with.submitted(), without.submitted());
            List<Pair> done = new ArrayList<>();
            for (int i = 1; i <= pairs; i++) {
                done.add(pair(with, without, i));
            }
            return new BacklogReport(
                    backlog,
                    stage.setup().payloadBytes(),
                    load,
                    bytes,
                    List.of(afterLoad, Resident.of(tracker)),
                    taken,
                    done);
        }
    }

    private void warmUp(Rounds... clusters) throws InterruptedException {
        for (Rounds each : clusters) {
            each.warmUp(fast, warmUp);
            each.warmUp(timers, warmUp);
        }
    }

    private Pair pair(Rounds with, Rounds without, int number) throws InterruptedException {
        String words = "pair " + number + " of " + pairs;
        if (number % 2 == 1) {
            RoundResult fastWith = with.run(fast, words);
            RoundResult fastWithout = without.run(fast, words);
            RoundResult timersWith = with.run(timers, words + ", timers");
            return new Pair(fastWith, fastWithout, timersWith, without.run(timers, words + ", timers"));
        }
        RoundResult fastWithout = without.run(fast, words);
        RoundResult fastWith = with.run(fast, words);
        RoundResult timersWithout = without.run(timers, words + ", timers");
        return new Pair(fastWith, fastWithout, with.run(timers, words + ", timers"), timersWithout);
    }
}
