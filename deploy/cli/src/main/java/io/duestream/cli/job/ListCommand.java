package io.duestream.cli.job;

import io.duestream.cli.audit.AuditLog;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.history.JobHistories;
import io.duestream.cli.history.JobHistory;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.TextTable;
import io.duestream.job.JobDefinition;
import io.duestream.job.Phase;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code duestream job list}. */
@Command(
        name = "list",
        description = "Lists jobs, ended ones too, and counts their fires, as the audit topic tells.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(names = "--group", paramLabel = "NAME", description = "Only jobs of this node group.")
    private String group;

    @Option(
            names = "--state",
            paramLabel = "PHASE",
            description = "Only jobs in this phase: ${COMPLETION-CANDIDATES}; may be given several times.")
    private List<Phase> states = new ArrayList<>();

    @Option(names = "--type", paramLabel = "TYPE", description = "Only jobs of this type.")
    private String type;

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = "Only jobs with this label; several must all fit.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many jobs to print, the latest; the counts are of all. Default ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        if (limit < 0) {
            throw new ParameterException(spec.commandLine(), "--limit is " + limit + "; expected 0 or more");
        }
        JobHistories histories = new JobHistories(0, false);
        try (AuditLog audit = AuditLog.open(connection.connection())) {
            audit.readToEnd(entry -> histories.apply(entry.decision()));
        }
        List<JobHistory> jobs = histories.jobs().stream().filter(this::fits).toList();
        JobCounts counts = new JobCounts();
        jobs.forEach(counts::add);
        List<JobHistory> shown = jobs.subList(Math.max(0, jobs.size() - limit), jobs.size());
        if (json) {
            JsonOutput.print(spec.commandLine().getOut(), JobJson.list(histories, counts, shown));
        } else {
            print(counts, shown, jobs.size());
        }
        return ExitCode.OK;
    }

    private boolean fits(JobHistory job) {
        return (group == null || job.key().group().equals(group))
                && (states.isEmpty() || states.contains(job.phase()))
                && (type == null
                        || job.definition()
                                .map(JobDefinition::type)
                                .filter(type::equals)
                                .isPresent())
                && (labels.isEmpty()
                        || job.definition()
                                .filter(each -> each.labels().entrySet().containsAll(labels.entrySet()))
                                .isPresent());
    }

    private void print(JobCounts counts, List<JobHistory> shown, int all) {
        PrintWriter out = spec.commandLine().getOut();
        TextTable table = TextTable.of("KEY", "JOB", "PHASE", "TYPE", "FIRES", "OPEN", "ENDS", "ACTS NEXT");
        shown.forEach(each -> table.row(
                each.key().toString(),
                each.id().toString(),
                each.end().map(Enum::name).orElse(each.phase().name()),
                each.definition().map(JobDefinition::type).orElse("?"),
                Long.toString(each.opened()),
                Integer.toString(each.openFires().size()),
                each.firesByEnd().isEmpty() ? "" : new TreeMap<>(each.firesByEnd()).toString(),
                each.wakeAt().map(Object::toString).orElse("")));
        table.lines().forEach(out::println);
        if (shown.size() < all) {
            out.println("… and " + (all - shown.size()) + " before these (--limit)");
        }
        out.println(counts.words());
        out.flush();
    }
}
