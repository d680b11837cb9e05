package io.duestream.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.bench.BacklogExperiment.Pair;
import io.duestream.cli.bench.BacklogExperiment.Taken;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What a backlog showed.
 *
 * @param backlog jobs that stay
 * @param payload bytes of each
 * @param load its parts
 * @param bytes what came with it
 * @param resident memory of the tracker's process, after the load and at the end
 * @param taken jobs that were taken before the pairs
 * @param pairs other jobs with and without it
 */
record BacklogReport(
        int backlog,
        int payload,
        List<RoundResult> load,
        StoredBytes bytes,
        List<Resident> resident,
        Taken taken,
        List<Pair> pairs)
        implements Report {
    /** Over all parts: a slow part counts as long as it took. */
    private double loadedPerSecond() {
        double seconds = 0;
        double jobs = 0;
        for (int i = 0; i < load.size(); i++) {
            double part = backlog / (double) load.size();
            jobs += part;
            seconds += part / load.get(i).jobsPerSecond();
        }
        return jobs / seconds;
    }

    private double perJob(long sum) {
        return sum / (double) backlog;
    }

    /** The payload is in the state and in the changelog; only one of them is left out. */
    private double beyondPayload() {
        return perJob(bytes.state() + bytes.changelogs()) - payload;
    }

    @Override
    public void write(ObjectNode node) {
        node.put("jobsPerSecond", Figures.whole(Figures.median(rates(Pair::fastWith))));
        node.put(
                "submissionsPerSecond",
                Figures.whole(Figures.median(pairs.stream()
                        .map(each -> each.fastWith().submissionsPerSecond())
                        .toList())));
        RatesReport.times(
                node,
                Figures.sum(
                        pairs.stream().map(each -> each.fastWith().latency()).toList()),
                Figures.sum(
                        pairs.stream().map(each -> each.timersWith().lateness()).toList()),
                pairs.stream()
                        .mapToInt(each ->
                                each.timersWith().early() + each.timersWithout().early())
                        .sum());
        node.put("endedTwice", pairs.stream().mapToInt(BacklogReport::repeated).sum());
        node.set("throughputRatio", Figures.spread(throughputRatios()));
        node.set("timersP50Ratio", Figures.spread(timerRatios(50)));
        node.set("timersP99Ratio", Figures.spread(timerRatios(99)));
        ObjectNode loading = node.putObject("load");
        loading.put("jobs", backlog);
        loading.put("jobsPerSecond", Figures.whole(loadedPerSecond()));
        loading.set("parts", Figures.spread(RatesReport.rates(load)));
        writeBytes(node.putObject("bytesPerJob"));
        ObjectNode memory = node.putObject("trackerResidentMiB");
        memory.put("afterLoad", Figures.whole(resident.get(0).nowMiB()));
        memory.put("atEnd", Figures.whole(resident.get(1).nowMiB()));
        memory.put("most", Figures.whole(resident.get(1).mostMiB()));
        ObjectNode before = node.putObject("jobsTakenBefore");
        before.put("with", taken.with());
        before.put("without", taken.without());
        ArrayNode rounds = node.putArray("rounds");
        for (int i = 0; i < pairs.size(); i++) {
            ObjectNode round = rounds.addObject();
            Pair pair = pairs.get(i);
            round.put("throughputRatio", Figures.thousandths(throughputRatios().get(i)));
            round.put("timersP50Ratio", Figures.thousandths(timerRatios(50).get(i)));
            round.put("timersP99Ratio", Figures.thousandths(timerRatios(99).get(i)));
            round.set("with", json(pair.fastWith(), pair.timersWith()));
            round.set("without", json(pair.fastWithout(), pair.timersWithout()));
        }
    }

    private static ObjectNode json(RoundResult fast, RoundResult timers) {
        ObjectNode node = JsonOutput.object();
        node.set("throughput", RatesReport.json(fast));
        node.set("timers", RatesReport.json(timers));
        return node;
    }

    private void writeBytes(ObjectNode node) {
        node.put("stateDirectory", Figures.thousandths(perJob(bytes.state())));
        node.put("changelogs", Figures.thousandths(perJob(bytes.changelogs())));
        node.put("stateDirectoryAndChangelogsBeyondPayload", Figures.thousandths(beyondPayload()));
        ObjectNode topics = node.putObject("otherTopics");
        bytes.others().forEach((topic, sum) -> topics.put(topic, Figures.thousandths(perJob(sum))));
    }

    private static int repeated(Pair pair) {
        return pair.fastWith().repeated()
                + pair.fastWithout().repeated()
                + pair.timersWith().repeated()
                + pair.timersWithout().repeated();
    }

    private List<Double> rates(Function<Pair, RoundResult> which) {
        return RatesReport.rates(pairs.stream().map(which).toList());
    }

    private List<Double> throughputRatios() {
        return pairs.stream()
                .map(each ->
                        each.fastWith().jobsPerSecond() / each.fastWithout().jobsPerSecond())
                .toList();
    }

    private List<Double> timerRatios(double percentile) {
        return pairs.stream()
                .map(each -> Figures.millisAt(each.timersWith().lateness(), percentile)
                        / Math.max(0.001, Figures.millisAt(each.timersWithout().lateness(), percentile)))
                .toList();
    }

    @Override
    public List<String> lines() {
        TextTable table = TextTable.of(
                "PAIR", "JOBS/S with", "without", "RATIO", "LATE p50 with", "without", "p99 with", "without");
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            table.row(
                    Integer.toString(i + 1),
                    Figures.rate(pair.fastWith().jobsPerSecond()),
                    Figures.rate(pair.fastWithout().jobsPerSecond()),
                    Figures.decimal(throughputRatios().get(i), 2),
                    Figures.millis(pair.timersWith().lateness(), 50),
                    Figures.millis(pair.timersWithout().lateness(), 50),
                    Figures.millis(pair.timersWith().lateness(), 99),
                    Figures.millis(pair.timersWithout().lateness(), 99));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("With the backlog divided by without: throughput " + Figures.text(throughputRatios(), 2)
                + "; lateness p50 " + Figures.text(timerRatios(50), 2) + "; p99 " + Figures.text(timerRatios(99), 2)
                + ".");
        lines.add(String.format(
                Locale.ROOT,
                "Jobs that the trackers had taken before the first pair: %,d with the backlog, %,d without.",
                taken.with(),
                taken.without()));
        lines.add(String.format(
                Locale.ROOT,
                "Loaded %,d jobs at %,.0f a second, accepted and committed; its parts: %s.",
                backlog,
                loadedPerSecond(),
                Figures.text(RatesReport.rates(load), 0)));
        lines.add(String.format(
                Locale.ROOT,
                "Bytes a job: state directory %.0f, changelogs %.0f, together beyond one payload %.0f; %s",
                perJob(bytes.state()),
                perJob(bytes.changelogs()),
                beyondPayload(),
                others()));
        lines.add(String.format(
                Locale.ROOT,
                "Resident memory of the tracker, MiB: %.0f after the load, %.0f at the end, %.0f at most.",
                resident.get(0).nowMiB(),
                resident.get(1).nowMiB(),
                resident.get(1).mostMiB()));
        return lines;
    }

    private String others() {
        List<String> words = new ArrayList<>();
        for (Map.Entry<String, Long> topic : bytes.others().entrySet()) {
            words.add(String.format(Locale.ROOT, "%s %.0f", topic.getKey(), perJob(topic.getValue())));
        }
        return String.join(", ", words);
    }
}
