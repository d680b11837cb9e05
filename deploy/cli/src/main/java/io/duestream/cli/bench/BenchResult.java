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
 * What a bench showed: rates are medians of its rounds, times those of all runs of all rounds.
 *
 * @param scenario its name
 * @param outcome of its rounds
 * @param forwarder whether the forwarder took the tracker's place
 * @param settings how it was run
 * @param environment where it was run
 */
record BenchResult(
        String scenario,
        BenchRun.Outcome outcome,
        boolean forwarder,
        Map<String, Object> settings,
        Map<String, Object> environment) {
    private static final double MICROS = 1_000.0;
    private static final String NONE = "-";

    private List<RoundResult> rounds() {
        return outcome.rounds();
    }

    ObjectNode json() {
        ObjectNode node = JsonOutput.object();
        node.put("scenario", scenario);
        node.put("jobsPerSecond", whole(median(RoundResult::jobsPerSecond)));
        node.put("submissionsPerSecond", whole(median(RoundResult::submissionsPerSecond)));
        if (!outcome.stopped().isEmpty()) {
            node.put("submissionsPerSecondTrackerStopped", whole(median(outcome.stopped())));
        }
        times(node, all(RoundResult::latency), all(RoundResult::lateness), early());
        node.put("endedTwice", repeated());
        if (forwarder) {
            node.put("forwarderRestarts", outcome.restarts().size());
        }
        node.set("cpuMicrosPerJob", numbers(cpu()));
        ArrayNode each = node.putArray("rounds");
        rounds().forEach(round -> each.add(json(round)));
        ArrayNode submissions = node.putArray("submissionRoundsTrackerStopped");
        outcome.stopped().forEach(rate -> submissions.add(whole(rate)));
        node.set("settings", words(settings));
        node.set("environment", words(environment));
        return node;
    }

    private static ObjectNode json(RoundResult round) {
        ObjectNode node = JsonOutput.object();
        node.put("jobsPerSecond", whole(round.jobsPerSecond()));
        node.put("submissionsPerSecond", whole(round.submissionsPerSecond()));
        times(node, round.latency(), round.lateness(), round.early());
        node.put("endedTwice", round.repeated());
        node.set("cpuMicrosPerJob", numbers(round.cpuMicros()));
        return node;
    }

    /** Nothing where no record told when runs began. */
    private static void times(ObjectNode node, Histogram latency, Histogram lateness, int early) {
        if (latency.getTotalCount() > 0) {
            node.set("latencyMillis", times(latency));
            node.set("latenessMillis", times(lateness));
            node.put("early", early);
        }
    }

    private int early() {
        return rounds().stream().mapToInt(RoundResult::early).sum();
    }

    private int repeated() {
        return rounds().stream().mapToInt(RoundResult::repeated).sum();
    }

    List<String> table() {
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
        for (int i = 0; i < rounds().size(); i++) {
            RoundResult round = rounds().get(i);
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
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("Times in ms, in the last line of all rounds. Jobs/s of the rounds: " + spread(rates()) + ".");
        if (!outcome.stopped().isEmpty()) {
            lines.add("Submitted while no tracker ran: " + spread(outcome.stopped()) + " a second.");
        }
        lines.addAll(incidents());
        lines.add("Processor time, µs a job: " + cpuText());
        lines.add("Settings: " + text(settings));
        lines.add("Environment: " + text(environment));
        return lines;
    }

    private List<String> incidents() {
        List<String> lines = new ArrayList<>();
        if (!outcome.restarts().isEmpty()) {
            lines.add("The forwarder began anew, and did again what it had not committed, times: "
                    + outcome.restarts().size() + ". The first time because of "
                    + outcome.restarts().get(0));
        }
        if (repeated() > 0) {
            lines.add("Ends of jobs that had ended: " + repeated()
                    + (forwarder
                            ? ". The forwarder remembers no job: an executor ran or reported them twice."
                            : ". That must not be: please report it, with the logs (--data DIR keeps them)."));
        }
        return lines;
    }

    private static void row(
            TextTable table, String name, double jobs, double submitted, Histogram latency, Histogram late, int early) {
        table.row(
                name,
                rate(jobs),
                rate(submitted),
                millis(latency, 50),
                millis(latency, 99),
                millis(latency, 99.9),
                millis(latency, 100),
                millis(late, 50),
                millis(late, 99),
                millis(late, 100),
                late.getTotalCount() == 0 ? NONE : Integer.toString(early));
    }

    private List<Double> rates() {
        return rounds().stream().map(RoundResult::jobsPerSecond).toList();
    }

    private Map<String, Double> cpu() {
        Map<String, Double> medians = new LinkedHashMap<>();
        rounds().get(0)
                .cpuMicros()
                .keySet()
                .forEach(role ->
                        medians.put(role, median(round -> round.cpuMicros().get(role))));
        return medians;
    }

    private String cpuText() {
        List<String> words = new ArrayList<>();
        cpu().forEach((role, micros) -> words.add(String.format(Locale.ROOT, "%s %.1f", role, micros)));
        return String.join(", ", words);
    }

    private double median(ToDoubleFunction<RoundResult> figure) {
        return median(rounds().stream().map(figure::applyAsDouble).toList());
    }

    static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private Histogram all(Function<RoundResult, Histogram> times) {
        Histogram sum = new Histogram(3);
        rounds().forEach(round -> sum.add(times.apply(round)));
        return sum;
    }

    private static ObjectNode times(Histogram micros) {
        ObjectNode node = JsonOutput.object();
        node.put("p50", micros.getValueAtPercentile(50) / MICROS);
        node.put("p99", micros.getValueAtPercentile(99) / MICROS);
        node.put("p999", micros.getValueAtPercentile(99.9) / MICROS);
        node.put("max", micros.getMaxValue() / MICROS);
        node.put("count", micros.getTotalCount());
        return node;
    }

    private static ObjectNode numbers(Map<String, Double> numbers) {
        ObjectNode node = JsonOutput.object();
        numbers.forEach((name, value) -> node.put(name, Math.round(value * 10) / 10.0));
        return node;
    }

    private static ObjectNode words(Map<String, Object> values) {
        ObjectNode node = JsonOutput.object();
        values.forEach((name, value) -> node.putPOJO(name, value));
        return node;
    }

    private static String text(Map<String, Object> values) {
        List<String> words = new ArrayList<>();
        values.forEach((name, value) -> words.add(name + " " + value));
        return String.join(", ", words);
    }

    private static String spread(List<Double> figures) {
        return String.format(
                Locale.ROOT,
                "median %,.0f, from %,.0f to %,.0f",
                median(figures),
                figures.stream().min(Double::compare).orElse(0.0),
                figures.stream().max(Double::compare).orElse(0.0));
    }

    private static String rate(double rate) {
        return String.format(Locale.ROOT, "%,.0f", rate);
    }

    private static String millis(Histogram micros, double percentile) {
        return micros.getTotalCount() == 0
                ? NONE
                : String.format(Locale.ROOT, "%.1f", micros.getValueAtPercentile(percentile) / MICROS);
    }

    private static long whole(double rate) {
        return Math.round(rate);
    }
}
