package io.duestream.cli.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.cli.output.JsonOutput;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code duestream audit timeline}. */
@Command(
        name = "timeline",
        description =
                "Tells the life of a job, an event a line: what the tracker decided, when (on its own clock), and on what.",
        mixinStandardHelpOptions = true)
final class TimelineCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Parameters(
            paramLabel = "JOB",
            converter = JobName.Reader.class,
            description =
                    "Its key, group/taskId, for all jobs that lived under it; or its id, such as 3-17, for that one.")
    private JobName name;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ObjectNode node = JsonOutput.object();
        node.put("job", name.toString());
        ArrayNode decisions = node.putArray("decisions");
        Timeline timeline = new Timeline();
        AtomicLong found = new AtomicLong();
        try (AuditLog audit = AuditLog.open(connection.connection())) {
            audit.readToEnd(entry -> {
                if (name.fits(entry.decision())) {
                    found.incrementAndGet();
                    if (json) {
                        decisions.add(EntryJson.of(entry));
                    } else {
                        timeline.lines(entry.decision()).forEach(out::println);
                    }
                }
            });
        }
        if (found.get() == 0) {
            throw new CommandFailedException("the audit topic knows no job " + name
                    + "; it keeps 30 days. 'duestream job list' lists those it knows");
        }
        if (json) {
            JsonOutput.print(out, node);
        }
        out.flush();
        return ExitCode.OK;
    }
}
