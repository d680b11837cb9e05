package io.duestream.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * What rounds of jobs showed: rates are medians of the rounds, times those of all runs of all rounds.
 *
 * @param rounds those that count
 * @param stopped submissions a second while no tracker ran
 * @param ceilings the same rounds with the forwarder, if there were some
 * @param restarts why the forwarder began anew, for each time; empty without one
 * @param place what decided about the jobs
 */
record RatesReport(
        List<RoundResult> rounds,
        List<Double> stopped,
        List<RoundResult> ceilings,
        List<String> restarts,
        RatesExperiment.Place place)
        implements Report {
    private boolean forwarder() {
        return place == RatesExperiment.Place.FORWARDER;
    }

    @Override
    public void write(ObjectNode node) {
        node.put("jobsPerSecond", Figures.whole(median(RoundResult::jobsPerSecond)));
        node.put("submissionsPerSecond", Figures.whole(median(RoundResult::submissionsPerSecond)));
        if (!stopped.isEmpty()) {
            node.put("submissionsPerSecondTrackerStopped", Figures.whole(Figures.median(stopped)));
        }
        if (!ceilings.isEmpty()) {
            node.put("ceilingJobsPerSecond", Figures.whole(Figures.median(rates(ceilings))));
            node.put("ratio", Figures.thousandths(Figures.median(ratios())));
            node.set("ratios", Figures.spread(ratios()));
            node.put("ceilingEndedTwice", repeated(ceilings));
        }
        times(node, all(RoundResult::latency), all(RoundResult::lateness), early());
        node.put("endedTwice", repeated(rounds));
        if (forwarder() || !ceilings.isEmpty()) {
            node.put("forwarderRestarts", restarts.size());
        }
        node.set("cpuMicrosPerJob", Figures.numbers(cpu(rounds)));
        ArrayNode each = node.putArray("rounds");
        for (int i = 0; i < rounds.size(); i++) {
            ObjectNode round = json(rounds.get(i));
            if (!ceilings.isEmpty()) {
                round.put("ceilingJobsPerSecond", Figures.whole(ceilings.get(i).jobsPerSecond()));
                round.put("ratio", Figures.thousandths(ratios().get(i)));
            }
            each.add(round);
        }
        ArrayNode submissions = node.putArray("submissionRoundsTrackerStopped");
        stopped.forEach(rate -> submissions.add(Figures.whole(rate)));
    }

    static ObjectNode json(RoundResult round) {
        ObjectNode node = JsonOutput.object();
        node.put("jobsPerSecond", Figures.whole(round.jobsPerSecond()));
        node.put("submissionsPerSecond", Figures.whole(round.submissionsPerSecond()));
        times(node, round.latency(), round.lateness(), round.early());
        node.put("endedTwice", round.repeated());
        node.set("cpuMicrosPerJob", Figures.numbers(round.cpuMicros()));
        return node;
    }

    /** Nothing where no record told when runs began. */
    static void times(ObjectNode node, Histogram latency, Histogram lateness, int early) {
        if (latency.getTotalCount() > 0) {
            node.set("latencyMillis", Figures.times(latency));
            node.set("latenessMillis", Figures.times(lateness));
            node.put("early", early);
        }
    }

    /** Of each pair of rounds. */
    private List<Double> ratios() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ceilings.size(); i++) {
            ratios.add(rounds.get(i).jobsPerSecond() / ceilings.get(i).jobsPerSecond());
        }
        return ratios;
    }

    private int early() {
        return rounds.stream().mapToInt(RoundResult::early).sum();
    }

    private static int repeated(List<RoundResult> rounds) {
        return rounds.stream().mapToInt(RoundResult::repeated).sum();
    }

    @Override
    public List<String> lines() {
        TextTable table = table();
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("Times in ms, in the last line of all rounds. Jobs/s of the rounds: " + Figures.text(rates(rounds), 0)
                + ".");
        if (!stopped.isEmpty()) {
            lines.add("Submitted while no tracker ran: " + Figures.text(stopped, 0) + " a second.");
        }
        if (!ceilings.isEmpty()) {
            lines.add("Ceiling, jobs/s: " + Figures.text(rates(ceilings), 0)
                    + ". Throughput divided by it, round by round: " + Figures.text(ratios(), 2) + ".");
            lines.add("Processor time at the ceiling, µs a job: " + cpuText(ceilings));
        }
        lines.addAll(incidents());
        lines.add("Processor time, µs a job: " + cpuText(rounds));
        return lines;
    }

    private TextTable table() {
        TextTable table = TextTable.of(
                "ROUND",
                "JOBS/S",
                "SUBMITTED/S",
                "LATENCY p50",
                "p99",
                "p99.9",
                "max",
                "LATE p50",
                "p99",
                "max",
                "EARLY");
        for (int i = 0; i < rounds.size(); i++) {
            RoundResult round = rounds.get(i);
            row(
                    table,
                    Integer.toString(i + 1),
                    round.jobsPerSecond(),
                    round.submissionsPerSecond(),
                    round.latency(),
                    round.lateness(),
                    round.early());
        }
        row(
                table,
                "median",
                median(RoundResult::jobsPerSecond),
                median(RoundResult::submissionsPerSecond),
                all(RoundResult::latency),
                all(RoundResult::lateness),
                early());
        return table;
    }

    private List<String> incidents() {
        List<String> lines = new ArrayList<>();
        if (!restarts.isEmpty()) {
            lines.add("The forwarder began anew, and did again what it had not committed, times: " + restarts.size()
                    + ". The first time because of " + restarts.get(0));
        }
        int ours = repeated(rounds);
        if (ours > 0 && !forwarder()) {
            lines.add("Ends of jobs that had ended: " + ours
                    + ". That must not be: please report it, with the logs (--data DIR keeps them).");
        }
        int forwarders = forwarder() ? ours : repeated(ceilings);
        if (forwarders > 0) {
            lines.add("Ends of jobs that had ended: " + forwarders
                    + ". The forwarder remembers no job: an executor ran or reported them twice.");
        }
        return lines;
    }

    private static void row(
            TextTable table, String name, double jobs, double submitted, Histogram latency, Histogram late, int early) {
        table.row(
                name,
                Figures.rate(jobs),
                Figures.rate(submitted),
                Figures.millis(latency, 50),
                Figures.millis(latency, 99),
                Figures.millis(latency, 99.9),
                Figures.millis(latency, 100),
                Figures.millis(late, 50),
                Figures.millis(late, 99),
                Figures.millis(late, 100),
                late.getTotalCount() == 0 ? Figures.NONE : Integer.toString(early));
    }

    static List<Double> rates(List<RoundResult> rounds) {
        return rounds.stream().map(RoundResult::jobsPerSecond).toList();
    }

    private static Map<String, Double> cpu(List<RoundResult> rounds) {
        Map<String, Double> medians = new LinkedHashMap<>();
        rounds.get(0)
                .cpuMicros()
                .keySet()
                .forEach(name -> medians.put(
                        name,
                        Figures.median(rounds.stream()
                                .map(round -> round.cpuMicros().get(name))
                                .toList())));
        return medians;
    }

    private static String cpuText(List<RoundResult> rounds) {
        List<String> words = new ArrayList<>();
        cpu(rounds).forEach((name, micros) -> words.add(String.format(Locale.ROOT, "%s %.1f", name, micros)));
        return String.join(", ", words);
    }

    private double median(ToDoubleFunction<RoundResult> figure) {
        return Figures.median(rounds.stream().map(figure::applyAsDouble).toList());
    }

    private Histogram all(Function<RoundResult, Histogram> times) {
        return Figures.sum(rounds.stream().map(times).toList());
    }
}
