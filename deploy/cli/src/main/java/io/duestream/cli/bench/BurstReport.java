package io.duestream.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.bench.BurstExperiment.Pair;
import io.duestream.cli.output.TextTable;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What bursts showed.
 *
 * @param jobs of a burst
 * @param pairs each burst with the round of throughput before it
 */
record BurstReport(int jobs, List<Pair> pairs) implements Report {
    @Override
    public void write(ObjectNode node) {
        node.put("jobsPerSecond", Figures.whole(Figures.median(RatesReport.rates(bursts()))));
        node.put(
                "submissionsPerSecond",
                Figures.whole(Figures.median(
                        bursts().stream().map(RoundResult::submissionsPerSecond).toList())));
        node.put("throughputJobsPerSecond", Figures.whole(Figures.median(RatesReport.rates(fast()))));
        node.put("ratio", Figures.thousandths(Figures.median(ratios())));
        node.set("ratios", Figures.spread(ratios()));
        RatesReport.times(
                node,
                Figures.sum(bursts().stream().map(RoundResult::latency).toList()),
                Figures.sum(bursts().stream().map(RoundResult::lateness).toList()),
                early());
        node.set("trickleLatenessMillis", Figures.times(trickle()));
        node.put("endedTwice", repeated());
        ArrayNode rounds = node.putArray("rounds");
        for (int i = 0; i < pairs.size(); i++) {
            ObjectNode round = RatesReport.json(pairs.get(i).burst());
            round.put(
                    "throughputJobsPerSecond", Figures.whole(pairs.get(i).fast().jobsPerSecond()));
            round.put("ratio", Figures.thousandths(ratios().get(i)));
            round.set(
                    "trickleLatenessMillis", Figures.times(pairs.get(i).burst().otherLateness()));
            rounds.add(round);
        }
    }

    private List<RoundResult> bursts() {
        return pairs.stream().map(Pair::burst).toList();
    }

    private List<RoundResult> fast() {
        return pairs.stream().map(Pair::fast).toList();
    }

    private List<Double> ratios() {
        return pairs.stream()
                .map(each -> each.burst().jobsPerSecond() / each.fast().jobsPerSecond())
                .toList();
    }

    private Histogram trickle() {
        return Figures.sum(bursts().stream().map(RoundResult::otherLateness).toList());
    }

    private int early() {
        return bursts().stream().mapToInt(RoundResult::early).sum();
    }

    private int repeated() {
        return pairs.stream()
                .mapToInt(each -> each.burst().repeated() + each.fast().repeated())
                .sum();
    }

    @Override
    public List<String> lines() {
        TextTable table = TextTable.of(
                "ROUND",
                "DRAINED/S",
                "THROUGHPUT",
                "RATIO",
                "TRICKLE LATE p50",
                "p99",
                "p99.9",
                "max",
                "JOBS",
                "EARLY");
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            row(
                    table,
                    Integer.toString(i + 1),
                    List.of(pair.burst().jobsPerSecond(), pair.fast().jobsPerSecond(), ratios().get(i)),
                    pair.burst().otherLateness(),
                    pair.burst().early());
        }
        row(
                table,
                "median",
                List.of(
                        Figures.median(RatesReport.rates(bursts())),
                        Figures.median(RatesReport.rates(fast())),
                        Figures.median(ratios())),
                trickle(),
                early());
        List<String> lines = new ArrayList<>(table.lines());
        lines.add(
                "Times in ms, in the last line of all rounds; of the trickle those jobs that were due while the burst drained.");
        lines.add("Drained a second: " + Figures.text(RatesReport.rates(bursts()), 0)
                + ". Divided by throughput, round by round: " + Figures.text(ratios(), 2) + ".");
        if (repeated() > 0) {
            lines.add("Ends of jobs that had ended: " + repeated() + ". That must not be: please report it.");
        }
        return lines;
    }

    private static void row(TextTable table, String name, List<Double> rates, Histogram late, int early) {
        table.row(
                name,
                Figures.rate(rates.get(0)),
                Figures.rate(rates.get(1)),
                Figures.decimal(rates.get(2), 2),
                Figures.millis(late, 50),
                Figures.millis(late, 99),
                Figures.millis(late, 99.9),
                Figures.millis(late, 100),
                Long.toString(late.getTotalCount()),
                Integer.toString(early));
    }
}
