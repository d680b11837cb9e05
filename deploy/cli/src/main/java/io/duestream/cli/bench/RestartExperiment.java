package io.duestream.cli.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One tracker that is ended and started again, with its state kept and with its state wiped, each first in turn. Jobs are
 * submitted while no tracker runs.
 *
 * @param backlog jobs that wait all the time
 * @param kill whether the tracker is killed; else it ends in good order
 * @param warmUp rounds before the first run, as fast as possible
 * @param runs that count, of each kind
 */
record RestartExperiment(int backlog, boolean kill, int warmUp, int runs) implements Experiment {
    private static final int WARMING_JOBS = 5_000;
    private static final int JOBS_A_PARTITION = 16;
    private static final int AT_ONCE = 1_000_000;
    /** Rows that a tracker restores in a second at the least; if it does less, it counts as stalled. */
    private static final int RESTORED_A_SECOND = 20_000;

    /** A job's wait from the start of the process to the start of its run: of the first job, and of the last, in millis. */
    record Wait(double firstMillis, double lastMillis, RoundResult jobs) {}

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("runs", runs);
        settings.put("backlog", backlog);
        settings.put("ended", kill ? "killed" : "in good order");
        settings.put("jobsAPartition", JOBS_A_PARTITION);
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
        RoleJvm tracker = cluster.startTracker();
        RatesExperiment.ready(tracker, cluster.startExecutor());
        List<Wait> kept = new ArrayList<>();
        List<Wait> wiped = new ArrayList<>();
        try (Rounds measured = new Rounds(stage, cluster, progress)) {
            measured.warmUp(Throughput.timed(WARMING_JOBS), warmUp);
            if (backlog > 0) {
                Load.all(measured, backlog, 1);
            }
            Restart restart = new Restart(stage, cluster, measured, tracker);
            for (int i = 1; i <= runs; i++) {
                String words = "run " + i + " of " + runs;
                boolean keptFirst = i % 2 == 1;
                for (boolean keep : new boolean[] {keptFirst, !keptFirst}) {
                    (keep ? kept : wiped).add(restart.run(keep, words + (keep ? ", state kept" : ", state wiped")));
                }
            }
        }
        return new RestartReport(kept, wiped);
    }

    /** The tracker that is ended and started. */
    private final class Restart {
        private final Stage stage;
        private final MeasuredCluster cluster;
        private final Rounds measured;
        private RoleJvm tracker;

        Restart(Stage stage, MeasuredCluster cluster, Rounds measured, RoleJvm tracker) {
            this.stage = stage;
            this.cluster = cluster;
            this.measured = measured;
            this.tracker = tracker;
        }

        Wait run(boolean keep, String words) throws InterruptedException {
            if (kill) {
                stage.kill(tracker);
            } else {
                stage.end(tracker);
            }
            Path state = cluster.stateOf("");
            if (!keep) {
                StageEnd.remove(state);
            }
            Latency jobs = new Latency(
                    JOBS_A_PARTITION * stage.setup().partitions(),
                    AT_ONCE,
                    Duration.ofSeconds(backlog / RESTORED_A_SECOND));
            RoundResult result = measured.run(jobs, words, round -> {
                round.readyNow();
                tracker = cluster.startTracker();
            });
            RatesExperiment.ready(tracker);
            return new Wait(
                    result.latency().getMinValue() / 1_000.0, result.latency().getMaxValue() / 1_000.0, result);
        }
    }
}
