package io.duestream.cli.job;

import io.duestream.cli.audit.AuditLog;
import io.duestream.cli.audit.JobName;
import io.duestream.cli.audit.TriggerWords;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.history.FireHistory;
import io.duestream.cli.history.JobHistories;
import io.duestream.cli.history.JobHistory;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.TextTable;
import io.duestream.job.JobDefinition;
import java.io.PrintWriter;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code duestream job show}. */
@Command(
        name = "show",
        description = "Shows a job: where it stands, what it is, and its last fires, as the audit topic tells.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Parameters(
            paramLabel = "JOB",
            converter = JobName.Reader.class,
            description = "Its key, group/taskId, for the last job under it; or its id, such as 3-17.")
    private JobName name;

    @Option(
            names = "--fires",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many ended fires to show, the last ones; default ${DEFAULT-VALUE}.")
    private int fires;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        if (fires < 0) {
            throw new ParameterException(spec.commandLine(), "--fires is " + fires + "; expected 0 or more");
        }
        JobHistories histories = new JobHistories(fires, true);
        try (AuditLog audit = AuditLog.open(connection.connection())) {
            audit.readToEnd(entry -> {
                if (name.fits(entry.decision())) {
                    histories.apply(entry.decision());
                }
            });
        }
        JobHistory job = histories.jobs().stream()
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new CommandFailedException("the audit topic knows no job " + name
                        + "; it keeps 30 days. 'duestream job list' lists those it knows"));
        if (json) {
            JsonOutput.print(spec.commandLine().getOut(), JobJson.detail(job));
        } else {
            print(job, histories.jobs().size());
        }
        return ExitCode.OK;
    }

    private void print(JobHistory job, int underTheKey) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(job.key() + "  (job " + job.id() + ", definition version " + job.version() + ")");
        out.println("  phase      "
                + job.end().map(end -> "ENDED, " + end).orElse(job.phase().name()));
        job.acceptedAt().ifPresent(at -> out.println("  accepted   " + at));
        job.wakeAt().ifPresent(at -> out.println("  acts next  " + at));
        job.endedAt().ifPresent(at -> out.println("  ended      " + at));
        job.definition().ifPresent(each -> print(out, each));
        out.println("  fires      " + job.opened() + " opened " + new TreeMap<>(job.firesByEnd()) + ", "
                + job.openFires().size() + " open, " + job.skipped() + " skipped");
        out.println("  attempts   " + job.dispatched() + ", " + job.retries() + " retries, " + job.repeated()
                + " runs repeated");
        if (underTheKey > 1) {
            out.println("  before it  " + (underTheKey - 1) + " other jobs lived under the key");
        }
        TextTable table = TextTable.of("FIRE", "DUE", "FIRST START", "END", "ATTEMPTS", "MESSAGE");
        job.lastFires().forEach(fire -> row(table, fire));
        if (!job.lastFires().isEmpty()) {
            table.lines().forEach(out::println);
        }
        out.flush();
    }

    private static void print(PrintWriter out, JobDefinition definition) {
        out.println("  type       " + definition.type());
        out.println("  trigger    " + TriggerWords.of(definition.trigger()));
        out.println("  priority   " + definition.priority());
        out.println("  overlap    " + definition.firing().overlap() + ", misfire "
                + definition.firing().misfire());
        out.println("  retries    up to " + definition.retry().maxRetries() + ", "
                + definition.retry().backoff() + ", "
                + definition.retry().delay().toMillis() + " ms before the first");
        if (!definition.parameters().isEmpty()) {
            out.println("  parameters " + new TreeMap<>(definition.parameters()));
        }
        if (!definition.labels().isEmpty()) {
            out.println("  labels     " + new TreeMap<>(definition.labels()));
        }
        if (definition.payload().length() > 0) {
            out.println("  payload    " + definition.payload());
        }
    }

    private static void row(TextTable table, FireHistory fire) {
        table.row(
                Long.toString(fire.number()),
                fire.opened().map(each -> each.dueAt().toString()).orElse("?"),
                fire.firstStartedAt().map(Object::toString).orElse(""),
                fire.ended()
                        .map(each -> each.end() + (each.reason().isEmpty() ? "" : " (" + each.reason() + ")"))
                        .orElse("open"),
                Integer.toString(fire.dispatched()),
                fire.lastMessage().lines().findFirst().orElse(""));
    }
}
