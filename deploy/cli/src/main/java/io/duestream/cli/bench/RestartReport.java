package io.duestream.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.bench.RestartExperiment.Wait;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long jobs waited for a tracker that was started again.
 *
 * @param kept with the state of its predecessor
 * @param wiped without
 */
record RestartReport(List<Wait> kept, List<Wait> wiped) implements Report {
    @Override
    public void write(ObjectNode node) {
        node.set("firstDispatchMillisStateKept", Figures.spread(first(kept)));
        node.set("firstDispatchMillisStateWiped", Figures.spread(first(wiped)));
        node.set("lastDispatchMillisStateKept", Figures.spread(last(kept)));
        node.set("lastDispatchMillisStateWiped", Figures.spread(last(wiped)));
        List<RoundResult> all =
                Stream.concat(kept.stream(), wiped.stream()).map(Wait::jobs).toList();
        RatesReport.times(
                node,
                Figures.sum(all.stream().map(RoundResult::latency).toList()),
                Figures.sum(all.stream().map(RoundResult::lateness).toList()),
                all.stream().mapToInt(RoundResult::early).sum());
        node.put("endedTwice", all.stream().mapToInt(RoundResult::repeated).sum());
        ArrayNode rounds = node.putArray("rounds");
        for (int i = 0; i < kept.size(); i++) {
            ObjectNode round = JsonOutput.object();
            round.set("stateKept", json(kept.get(i)));
            round.set("stateWiped", json(wiped.get(i)));
            rounds.add(round);
        }
    }

    private static ObjectNode json(Wait wait) {
        ObjectNode node = JsonOutput.object();
        node.put("firstDispatchMillis", Figures.thousandths(wait.firstMillis()));
        node.put("lastDispatchMillis", Figures.thousandths(wait.lastMillis()));
        RatesReport.times(
                node, wait.jobs().latency(), wait.jobs().lateness(), wait.jobs().early());
        return node;
    }

    private static List<Double> first(List<Wait> waits) {
        return waits.stream().map(Wait::firstMillis).toList();
    }

    private static List<Double> last(List<Wait> waits) {
        return waits.stream().map(Wait::lastMillis).toList();
    }

    @Override
    public List<String> lines() {
        TextTable table = TextTable.of("RUN", "STATE KEPT first", "last", "STATE WIPED first", "last");
        for (int i = 0; i < kept.size(); i++) {
            row(table, Integer.toString(i + 1), kept.get(i), wiped.get(i));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add(
                "Times in ms from the start of the tracker's process to the start of the run of the first and of the last job"
                        + " that waited for it.");
        lines.add("First, state kept: " + Figures.text(first(kept), 0) + "; wiped: " + Figures.text(first(wiped), 0)
                + ".");
        lines.add(
                "Last, state kept: " + Figures.text(last(kept), 0) + "; wiped: " + Figures.text(last(wiped), 0) + ".");
        return lines;
    }

    private static void row(TextTable table, String name, Wait kept, Wait wiped) {
        table.row(
                name,
                Figures.decimal(kept.firstMillis(), 0),
                Figures.decimal(kept.lastMillis(), 0),
                Figures.decimal(wiped.firstMillis(), 0),
                Figures.decimal(wiped.lastMillis(), 0));
    }
}
