package io.duestream.cli.cron;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.Problems;
import io.duestream.cron.CronExpression;
import io.duestream.cron.Dialect;
import io.duestream.cron.DstGap;
import io.duestream.cron.DstOverlap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code duestream cron next}. */
@Command(
        name = "next",
        description = "Prints the next fires of a cron expression: in UTC, and in its zone.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "With --batch it reads lines 'dialect<TAB>expression<TAB>zone<TAB>after' and answers each with its fires in UTC,"
                    + " separated by blanks; '-' stands in place of the first fire that does not exist; 'error: reason' for an"
                    + " expression that is refused. Further columns, and lines that begin with '#', are ignored."
        })
final class CronNextCommand implements Callable<Integer> {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "EXPR",
            description = "Quartz (6 or 7 fields) or Unix (5 fields, or a macro such as @daily).")
    private String expression;

    @Option(
            names = "--zone",
            paramLabel = "Z",
            defaultValue = "UTC",
            description = "Time zone; default ${DEFAULT-VALUE}.")
    private String zone;

    @Option(
            names = "--after",
            paramLabel = "T",
            description = "Fires after this time, such as 2027-03-14T06:30:00Z; default now.")
    private String after;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(names = "--dialect", paramLabel = "D", description = "quartz or unix; default by the number of fields.")
    private Dialect dialect;

    @Option(
            names = "--dst-gap",
            paramLabel = "P",
            defaultValue = "RUN_AFTER",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private DstGap gap;

    @Option(
            names = "--dst-overlap",
            paramLabel = "P",
            defaultValue = "FIRST",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private DstOverlap overlap;

    @Option(names = "--batch", description = "Read lines from the standard input, see below.")
    private boolean batch;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Problems problems = new Problems();
        if (count < 1 || count > 1_000_000) {
            problems.add("--count is " + count + "; 1 to 1000000 are allowed");
        }
        if (batch == (expression != null)) {
            problems.add("give either an expression or --batch");
        }
        CronBatch fires = new CronBatch(count, gap, overlap);
        if (expression != null) {
            return one(fires, problems);
        }
        problems.requireNone(spec.commandLine());
        return batch(fires);
    }

    private int batch(CronBatch fires) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            fires.answer(line).ifPresent(answer -> out.print(answer + "\n"));
        }
        out.flush();
        return ExitCode.OK;
    }

    private int one(CronBatch fires, Problems problems) {
        Optional<CronExpression> parsed = problems.read(this::parse);
        Optional<ZoneId> readZone = problems.read(() -> CronBatch.zone(zone));
        Optional<Instant> readAfter = problems.read(() -> after == null ? Instant.now() : CronBatch.after(after));
        problems.requireNone(spec.commandLine());
        ZoneId in = readZone.orElseThrow();
        Instant from = readAfter.orElseThrow();
        List<Instant> next = fires.fires(parsed.orElseThrow(), in, from);
        if (json) {
            ObjectNode node = JsonOutput.object();
            node.put("expression", expression);
            node.put("zone", in.getId());
            node.put("after", from.toString());
            var array = node.putArray("fires");
            next.forEach(each -> array.add(each.toString()));
            node.put("complete", next.size() == count);
            JsonOutput.print(spec.commandLine().getOut(), node);
        } else {
            PrintWriter out = spec.commandLine().getOut();
            next.forEach(each -> out.println(each + "  " + LOCAL.format(each.atZone(in))));
            if (next.size() < count) {
                out.println("- (no further fire)");
            }
            out.flush();
        }
        return ExitCode.OK;
    }

    private CronExpression parse() {
        CronExpression parsed = CronBatch.parse(Optional.ofNullable(dialect), expression);
        CronBatch.requireFires(parsed);
        return parsed;
    }
}
