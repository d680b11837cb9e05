package io.duestream.cli.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rounds of equal jobs on the same executors, and how those were used.
 *
 * @param millis that a job takes
 * @param executors that there are, by their nodes, the slow one last
 * @param slower how many times slower the last one is; 1 if none is
 * @param threads of each
 * @param rounds that count
 */
record ExecutorsCase(int millis, List<String> executors, int slower, int threads, List<RoundResult> rounds) {
    ExecutorsCase {
        executors = List.copyOf(executors);
        rounds = List.copyOf(rounds);
    }

    String name() {
        return executors.size() + (executors.size() == 1 ? " executor, " : " executors, ") + millis + " ms"
                + (slower > 1 ? ", one " + slower + " times slower" : "");
    }

    /** Jobs a second if no thread of any executor ever waited. */
    double capacity() {
        return capacity(executors.size(), slower, threads, millis);
    }

    static double capacity(int executors, int slower, int threads, int millis) {
        return (executors - 1 + 1.0 / slower) * threads * 1_000.0 / millis;
    }

    /** Share of the jobs of all rounds that ran on each executor, by its number. */
    Map<String, Double> shares() {
        double all = rounds.stream()
                .flatMap(round -> round.nodes().values().stream())
                .mapToInt(NodeUse::jobs)
                .sum();
        Map<String, Double> shares = new LinkedHashMap<>();
        for (int i = 0; i < executors.size(); i++) {
            String node = executors.get(i);
            double own =
                    rounds.stream().mapToInt(round -> use(round, node).jobs()).sum();
            shares.put(Integer.toString(i + 1), own / all);
        }
        return shares;
    }

    /** The fewest jobs that one of the equally fast executors got, divided by the most, in each round; 1 is even. */
    List<Double> evenness() {
        int equal = slower > 1 ? executors.size() - 1 : executors.size();
        return rounds.stream()
                .map(round -> {
                    List<Integer> jobs = executors.subList(0, equal).stream()
                            .map(node -> use(round, node).jobs())
                            .sorted()
                            .toList();
                    return jobs.get(0) / (double) Math.max(1, jobs.get(jobs.size() - 1));
                })
                .toList();
    }

    /** From when the first executor had nothing more to do until the last job was done, in milliseconds, in each round. */
    List<Double> tailMillis() {
        return rounds.stream().map(this::tail).toList();
    }

    private double tail(RoundResult round) {
        List<Long> ends = IntStream.range(0, executors.size())
                .filter(i -> use(round, executors.get(i)).jobs() > 0)
                .mapToObj(i -> use(round, executors.get(i)).lastStartMicros()
                        + 1_000L * millis * (i == executors.size() - 1 ? slower : 1))
                .sorted()
                .toList();
        return (ends.get(ends.size() - 1) - ends.get(0)) / 1_000.0;
    }

    private static NodeUse use(RoundResult round, String node) {
        return round.nodes().getOrDefault(node, NodeUse.NONE);
    }
}
