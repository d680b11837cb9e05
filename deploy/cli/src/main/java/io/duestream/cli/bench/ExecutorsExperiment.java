package io.duestream.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Short and longer jobs on one executor process, on three, and on three of which one is slow.
 *
 * @param mostJobs of a round; fewer where they would take long
 * @param durations of jobs, in milliseconds
 * @param slower how many times slower the slow one is
 * @param threads of each executor
 * @param warmUp rounds whose figures do not count, for each case
 * @param rounds those that count
 */
record ExecutorsExperiment(int mostJobs, List<Integer> durations, int slower, int threads, int warmUp, int rounds)
        implements Experiment {
    private static final int SEVERAL = 3;
    /** Seconds that a round takes at the least if nothing but the executors limits it. */
    private static final int ROUND_SECONDS = 5;

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("jobs", mostJobs);
        settings.put("jobMillis", durations);
        settings.put("slower", slower);
        settings.put("warmUp", warmUp);
        settings.put("trackers", 1);
        settings.put("executors", "1 and " + SEVERAL);
        return settings;
    }

    @Override
    public Report run(Stage stage, ProgressLine progress) throws InterruptedException {
        progress.step("starting brokers, making topics");
        stage.open();
        MeasuredCluster cluster = stage.cluster("");
        progress.step("starting tracker and an executor");
        RatesExperiment.ready(cluster.startTracker());
        List<ExecutorsCase> cases = new ArrayList<>();
        List<String> nodes = new ArrayList<>();
        try (Rounds measured = new Rounds(stage, cluster, progress)) {
            nodes.add(node(cluster.startExecutor("1", JobNumbers.GROUP, "")));
            cases(cases, measured, nodes, 1);
            progress.step("starting further executors");
            RoleJvm last = null;
            for (int i = 2; i <= SEVERAL; i++) {
                last = cluster.startExecutor(Integer.toString(i), JobNumbers.GROUP, "");
                nodes.add(node(last));
            }
            cases(cases, measured, nodes, 1);
            progress.step("a slow executor takes the place of the last one");
            stage.end(last);
            nodes.set(
                    SEVERAL - 1,
                    node(cluster.startExecutor("slow", JobNumbers.GROUP, "-D" + StampRunner.SLOWER + "=" + slower)));
            cases(cases, measured, nodes, slower);
        }
        return new ExecutorsReport(cases);
    }

    private static String node(RoleJvm executor) throws InterruptedException {
        String said = executor.awaitReady();
        return said.substring(said.lastIndexOf(' ') + 1);
    }

    private void cases(List<ExecutorsCase> cases, Rounds measured, List<String> nodes, int slow)
            throws InterruptedException {
        for (int millis : durations) {
            double capacity = ExecutorsCase.capacity(nodes.size(), slow, threads, millis);
            int jobs = (int) Math.max(1, Math.min(mostJobs, capacity * ROUND_SECONDS));
            Lasting lasting = new Lasting(jobs, millis, millis * slow);
            measured.warmUp(lasting, warmUp);
            String words = new ExecutorsCase(millis, nodes, slow, threads, List.of()).name();
            List<RoundResult> results = new ArrayList<>();
            for (int i = 1; i <= rounds; i++) {
                results.add(measured.run(lasting, words + ", round " + i + " of " + rounds));
            }
            cases.add(new ExecutorsCase(millis, nodes, slow, threads, results));
        }
    }
}
