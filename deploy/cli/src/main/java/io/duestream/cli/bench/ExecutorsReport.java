package io.duestream.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How executors were used.
 *
 * @param cases in the order in which they were measured
 */
record ExecutorsReport(List<ExecutorsCase> cases) implements Report {
    private List<RoundResult> all() {
        return cases.stream().flatMap(each -> each.rounds().stream()).toList();
    }

    @Override
    public void write(ObjectNode node) {
        node.put("early", all().stream().mapToInt(RoundResult::early).sum());
        node.put("endedTwice", all().stream().mapToInt(RoundResult::repeated).sum());
        ArrayNode array = node.putArray("cases");
        cases.forEach(each -> array.add(json(each)));
    }

    private static ObjectNode json(ExecutorsCase each) {
        List<RoundResult> rounds = each.rounds();
        ObjectNode node = JsonOutput.object();
        node.put("case", each.name());
        node.put("jobMillis", each.millis());
        node.put("executors", each.executors().size());
        node.put("slower", each.slower());
        node.put("capacityJobsPerSecond", Figures.whole(each.capacity()));
        node.put("jobsPerSecond", Figures.whole(Figures.median(RatesReport.rates(rounds))));
        node.put(
                "submissionsPerSecond",
                Figures.whole(Figures.median(
                        rounds.stream().map(RoundResult::submissionsPerSecond).toList())));
        node.set("used", Figures.spread(used(each)));
        ObjectNode shares = node.putObject("shares");
        each.shares().forEach((executor, share) -> shares.put(executor, Figures.thousandths(share)));
        node.set("evenness", Figures.spread(each.evenness()));
        node.set("tailMillis", Figures.spread(each.tailMillis()));
        RatesReport.times(
                node,
                Figures.sum(rounds.stream().map(RoundResult::latency).toList()),
                Figures.sum(rounds.stream().map(RoundResult::lateness).toList()),
                rounds.stream().mapToInt(RoundResult::early).sum());
        ArrayNode array = node.putArray("rounds");
        rounds.forEach(round -> array.add(RatesReport.json(round)));
        return node;
    }

    /** Of what the executors can do, in each round. */
    private static List<Double> used(ExecutorsCase each) {
        return RatesReport.rates(each.rounds()).stream()
                .map(rate -> rate / each.capacity())
                .toList();
    }

    @Override
    public List<String> lines() {
        TextTable table =
                TextTable.of("CASE", "JOBS/S", "OF CAPACITY", "SHARES", "EVENNESS", "TAIL", "WAIT p50", "p99", "max");
        for (ExecutorsCase each : cases) {
            var waits =
                    Figures.sum(each.rounds().stream().map(RoundResult::latency).toList());
            table.row(
                    each.name(),
                    Figures.rate(Figures.median(RatesReport.rates(each.rounds()))),
                    Figures.decimal(Figures.median(used(each)), 2),
                    each.shares().values().stream()
                            .map(share -> Figures.decimal(share, 2))
                            .collect(Collectors.joining("/")),
                    Figures.decimal(Figures.median(each.evenness()), 2),
                    Figures.decimal(Figures.median(each.tailMillis()), 1),
                    Figures.millis(waits, 50),
                    Figures.millis(waits, 99),
                    Figures.millis(waits, 100));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add(
                "Medians of the rounds, times in ms. Capacity: no thread of any executor ever waits. Evenness: the fewest jobs"
                        + " that one of the equally fast executors got, divided by the most. Tail: from when the first executor had"
                        + " nothing more to do until the last job was done. Wait: from submission to the start of the run, of a"
                        + " round that is submitted at once.");
        for (ExecutorsCase each : cases) {
            lines.add(each.name() + ", jobs/s: " + Figures.text(RatesReport.rates(each.rounds()), 0) + "; tail: "
                    + Figures.text(each.tailMillis(), 1) + ".");
        }
        return lines;
    }
}
