package io.duestream.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.TextTable;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What the end of a tracker showed.
 *
 * @param runs each with the end of one
 */
record FailoverReport(List<RoundResult> runs) implements Report {
    /** The longest that a timer waited, in milliseconds, in each run. */
    private List<Double> gaps() {
        return runs.stream().map(each -> Figures.millisAt(each.lateness(), 100)).toList();
    }

    private Histogram lateness() {
        return Figures.sum(runs.stream().map(RoundResult::lateness).toList());
    }

    @Override
    public void write(ObjectNode node) {
        node.put("longestGapMillis", Figures.most(gaps()));
        node.set("gapMillis", Figures.spread(gaps()));
        RatesReport.times(
                node,
                Figures.sum(runs.stream().map(RoundResult::latency).toList()),
                lateness(),
                runs.stream().mapToInt(RoundResult::early).sum());
        node.put("endedTwice", runs.stream().mapToInt(RoundResult::repeated).sum());
        ArrayNode rounds = node.putArray("rounds");
        for (RoundResult run : runs) {
            ObjectNode round = JsonOutput.object();
            round.put("gapMillis", Figures.millisAt(run.lateness(), 100));
            RatesReport.times(round, run.latency(), run.lateness(), run.early());
            round.put("endedTwice", run.repeated());
            rounds.add(round);
        }
    }

    @Override
    public List<String> lines() {
        TextTable table = TextTable.of("RUN", "LONGEST GAP", "LATE p50", "p99", "EARLY", "ENDED TWICE");
        for (int i = 0; i < runs.size(); i++) {
            RoundResult run = runs.get(i);
            table.row(
                    Integer.toString(i + 1),
                    Figures.millis(run.lateness(), 100),
                    Figures.millis(run.lateness(), 50),
                    Figures.millis(run.lateness(), 99),
                    Integer.toString(run.early()),
                    Integer.toString(run.repeated()));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("Times in ms. The longest that a timer waited in a run: " + Figures.text(gaps(), 0) + ".");
        return lines;
    }
}
