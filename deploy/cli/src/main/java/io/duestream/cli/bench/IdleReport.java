package io.duestream.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.bench.IdleExperiment.Quiet;
import io.duestream.cli.output.TextTable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a cluster did while it had nothing to do.
 *
 * @param commitsBefore transactions of the tracker while it had
 * @param rounds those that count
 */
record IdleReport(int commitsBefore, List<Quiet> rounds) implements Report {
    private List<String> processes() {
        return List.copyOf(rounds.get(0).percent().keySet());
    }

    private List<Double> percent(String process) {
        return rounds.stream().map(each -> each.percent().get(process)).toList();
    }

    private int commits() {
        return rounds.stream().mapToInt(Quiet::commits).sum();
    }

    @Override
    public void write(ObjectNode node) {
        node.put("transactionsCommitted", commits());
        node.put("transactionsCommittedBefore", commitsBefore);
        ObjectNode percent = node.putObject("percentOfACore");
        processes().forEach(each -> percent.set(each, Figures.spread(percent(each))));
        ArrayNode array = node.putArray("rounds");
        for (Quiet round : rounds) {
            ObjectNode each = array.addObject();
            each.put("seconds", Figures.thousandths(round.seconds()));
            each.put("transactionsCommitted", round.commits());
            ObjectNode own = each.putObject("percentOfACore");
            round.percent().forEach((process, share) -> own.put(process, Figures.thousandths(share)));
        }
    }

    @Override
    public List<String> lines() {
        List<String> headings = new ArrayList<>(List.of("ROUND", "SECONDS", "COMMITTED"));
        processes().forEach(each -> headings.add(each + " %"));
        TextTable table = TextTable.of(headings.toArray(String[]::new));
        for (int i = 0; i < rounds.size(); i++) {
            Quiet round = rounds.get(i);
            List<String> cells = new ArrayList<>(List.of(
                    Integer.toString(i + 1), Figures.decimal(round.seconds(), 1), Integer.toString(round.commits())));
            processes()
                    .forEach(each -> cells.add(Figures.decimal(round.percent().get(each), 2)));
            table.row(cells.toArray(String[]::new));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("Percent of one core. Committed: transactions of the tracker; while it had work they were "
                + commitsBefore + ".");
        processes().forEach(each -> lines.add(each + ": " + Figures.text(percent(each), 2) + " % of a core."));
        return lines;
    }
}
