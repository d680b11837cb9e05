package io.duestream.cli.demo;

import io.duestream.cli.history.JobHistory;
import io.duestream.cli.output.LiveLines;
import io.duestream.cli.output.TextTable;
import io.duestream.record.event.FireEnd;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows the samples: a table that changes on a terminal, else a line for each sample that is done. Not thread-safe. */
final class DemoBoard {
    private final PrintWriter out;
    private final Optional<LiveLines> live;
    private final DemoWatch watch;
    private final Set<Sample> told = new HashSet<>();

    DemoBoard(PrintWriter out, boolean terminal, DemoWatch watch) {
        this.out = out;
        this.live = terminal ? Optional.of(new LiveLines(out)) : Optional.empty();
        this.watch = watch;
    }

    void say(String line) {
        live.ifPresent(LiveLines::settle);
        out.println(line);
        out.flush();
    }

    boolean met(Sample sample) {
        return watch.ask(sample, seen -> sample.met().test(seen));
    }

    void show(List<Sample> samples, Set<Sample> met, Duration since) {
        if (live.isPresent()) {
            live.get().show(table(samples, met));
            return;
        }
        for (Sample sample : samples) {
            if (met.contains(sample) && told.add(sample)) {
                out.printf(
                        Locale.ROOT,
                        "%6.1f s  %-16s %s: %s%n",
                        since.toMillis() / 1000.0,
                        sample.key().taskId(),
                        sample.shows(),
                        watch.ask(sample, Seen::describe));
            }
        }
        out.flush();
    }

    private List<String> table(List<Sample> samples, Set<Sample> met) {
        TextTable table = TextTable.of("JOB", "WHAT IT SHOWS", "PHASE", "FIRES", "ENDS", "ATTEMPTS", "AS EXPECTED");
        for (Sample sample : samples) {
            Optional<JobHistory> job = watch.ask(sample, Seen::job);
            boolean rejected = watch.ask(sample, seen -> !seen.rejection().isEmpty());
            table.row(
                    sample.key().toString(),
                    sample.shows(),
                    job.map(each -> each.end()
                                    .map(Enum::name)
                                    .orElse(each.phase().name()))
                            .orElse(rejected ? "REJECTED" : ""),
                    job.map(each -> Long.toString(each.opened())).orElse(""),
                    watch.ask(sample, seen -> seen.job().map(DemoBoard::ends).orElse("")),
                    job.map(each -> Long.toString(each.dispatched())).orElse(""),
                    met.contains(sample) ? "yes" : "…");
        }
        return table.lines();
    }

    private static String ends(JobHistory job) {
        return job.firesByEnd().entrySet().stream()
                .sorted(Map.Entry.<FireEnd, Long>comparingByKey())
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
    }

    /** Says of each sample that did not do what it should what was expected and what was seen. */
    void missing(List<Sample> samples, Set<Sample> met) {
        for (Sample sample : samples) {
            if (!met.contains(sample)) {
                out.println();
                out.println("NOT AS EXPECTED: " + sample.key() + " (" + sample.shows() + ")");
                out.println("  expected: " + sample.expected());
                out.println("  seen:     " + watch.ask(sample, Seen::describe));
                if (sample.keys().size() > 1) {
                    out.println("  dispatched in this order: "
                            + watch.ask(
                                    sample,
                                    seen -> seen.dispatchOrder().stream()
                                            .filter(sample.keys()::contains)
                                            .toList()));
                }
            }
        }
        out.flush();
    }
}
