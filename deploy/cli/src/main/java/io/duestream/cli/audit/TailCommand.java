package io.duestream.cli.audit;

import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.JsonOutput;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code duestream audit tail}. */
@Command(
        name = "tail",
        description = "Prints the last decisions, and with --follow each new one until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(
            names = {"-F", "--follow"},
            description = "Go on with new decisions.")
    private boolean follow;

    @Option(
            names = {"-n", "--last"},
            paramLabel = "N",
            defaultValue = "10",
            description = "How many of the last decisions to begin with; default ${DEFAULT-VALUE}.")
    private int last;

    @Option(
            names = "--job",
            paramLabel = "JOB",
            converter = JobName.Reader.class,
            description = "Only of this job, by key or id.")
    private JobName name;

    @Option(names = "--all", description = "Also what is about no job: markers and notices of the tracker.")
    private boolean all;

    @Option(names = "--json", description = "Print a JSON object a line, one for each decision.")
    private boolean json;

    @Override
    public Integer call() {
        if (last < 0 || last > 100_000) {
            throw new ParameterException(spec.commandLine(), "--last is " + last + "; 0 to 100000 are allowed");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (AuditLog audit = AuditLog.open(connection.connection())) {
            audit.seekBack(name == null ? last * 2L + 20 : Long.MAX_VALUE);
            List<AuditEntry> entries = new ArrayList<>();
            Timeline timeline = new Timeline();
            audit.readToEnd(entry -> {
                if (fits(entry)) {
                    timeline.learn(entry.decision());
                    entries.add(entry);
                    if (entries.size() > 3 * last + 1_000) {
                        keepLast(entries);
                    }
                }
            });
            keepLast(entries);
            entries.forEach(entry -> print(out, timeline, entry));
            if (follow) {
                audit.follow(
                        entry -> {
                            if (fits(entry)) {
                                print(out, timeline, entry);
                            }
                        },
                        out::checkError);
            }
        }
        return ExitCode.OK;
    }

    /** The partitions are read one after the other; time brings them together again. */
    private void keepLast(List<AuditEntry> entries) {
        entries.sort(Comparator.comparing(AuditEntry::appendedAt));
        if (entries.size() > last) {
            entries.subList(0, entries.size() - last).clear();
        }
    }

    private boolean fits(AuditEntry entry) {
        return (all || !entry.decision().key().internal()) && (name == null || name.fits(entry.decision()));
    }

    private void print(PrintWriter out, Timeline timeline, AuditEntry entry) {
        if (json) {
            JsonOutput.printLine(out, EntryJson.of(entry));
        } else {
            timeline.linesWithKey(entry.decision()).forEach(out::println);
            out.flush();
        }
    }
}
