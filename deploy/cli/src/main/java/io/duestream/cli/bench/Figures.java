package io.duestream.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.output.JsonOutput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Figures as they are told: medians with their spread, times in milliseconds. */
final class Figures {
    static final String NONE = "-";

    private static final double MICROS = 1_000.0;
    private static final double THOUSANDTHS = 1_000.0;
    private static final int DIGITS = 3;

    private Figures() {}

    static double median(Collection<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    static double least(Collection<Double> figures) {
        return figures.stream().min(Double::compare).orElse(0.0);
    }

    static double most(Collection<Double> figures) {
        return figures.stream().max(Double::compare).orElse(0.0);
    }

    static Histogram none() {
        return new Histogram(DIGITS);
    }

    static Histogram sum(Collection<Histogram> parts) {
        Histogram sum = none();
        parts.forEach(sum::add);
        return sum;
    }

    /** Median, lowest and highest as an object. */
    static ObjectNode spread(Collection<Double> figures) {
        ObjectNode node = JsonOutput.object();
        node.put("median", thousandths(median(figures)));
        node.put("least", thousandths(least(figures)));
        node.put("most", thousandths(most(figures)));
        return node;
    }

    /** Median, lowest and highest as text. */
    static String text(Collection<Double> figures, int decimals) {
        String number = "%,." + decimals + "f";
        return String.format(
                Locale.ROOT,
                "median " + number + ", from " + number + " to " + number,
                median(figures),
                least(figures),
                most(figures));
    }

    static ObjectNode times(Histogram micros) {
        ObjectNode node = JsonOutput.object();
        node.put("p50", micros.getValueAtPercentile(50) / MICROS);
        node.put("p99", micros.getValueAtPercentile(99) / MICROS);
        node.put("p999", micros.getValueAtPercentile(99.9) / MICROS);
        node.put("max", micros.getMaxValue() / MICROS);
        node.put("count", micros.getTotalCount());
        return node;
    }

    static double millisAt(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / MICROS;
    }

    static String millis(Histogram micros, double percentile) {
        return micros.getTotalCount() == 0 ? NONE : decimal(millisAt(micros, percentile), 1);
    }

    static String decimal(double number, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", number);
    }

    static String rate(double rate) {
        return decimal(rate, 0);
    }

    static long whole(double rate) {
        return Math.round(rate);
    }

    static double thousandths(double number) {
        return Math.round(number * THOUSANDTHS) / THOUSANDTHS;
    }

    static ObjectNode numbers(Map<String, Double> numbers) {
        ObjectNode node = JsonOutput.object();
        numbers.forEach((name, value) -> node.put(name, Math.round(value * 10) / 10.0));
        return node;
    }

    static ObjectNode words(Map<String, Object> values) {
        ObjectNode node = JsonOutput.object();
        values.forEach((name, value) -> node.putPOJO(name, value));
        return node;
    }

    static String text(Map<String, Object> values) {
        List<String> words = new ArrayList<>();
        values.forEach((name, value) -> words.add(name + " " + value));
        return String.join(", ", words);
    }

    static ArrayNode array(ObjectNode node, String name, Collection<Double> figures) {
        ArrayNode array = node.putArray(name);
        figures.forEach(each -> array.add(thousandths(each)));
        return array;
    }
}
