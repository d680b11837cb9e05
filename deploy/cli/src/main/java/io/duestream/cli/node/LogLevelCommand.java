package io.duestream.cli.node;

import io.duestream.cli.output.Problems;
import io.duestream.job.LogLevel;
import io.duestream.record.control.ChangeLogLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code duestream node log-level}. */
@Command(
        name = "log-level",
        description =
                "Changes the lowest level of the business log that executors keep, for runs under way too. A job's"
                        + " label log.level goes over it; a restart brings the configured level back.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream node log-level DEBUG host-4711-0123456789ab"})
final class LogLevelCommand extends Asked implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "LEVEL", description = "${COMPLETION-CANDIDATES}.")
    private LogLevel level;

    @Parameters(
            index = "1..*",
            paramLabel = "NODE",
            arity = "1..*",
            description = "Ids of executors, or the ends of them.")
    private List<String> nodes = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        return ask(
                nodes,
                new Order(
                        new ChangeLogLevel(level),
                        report -> report.logLevel().equals(Optional.of(level)),
                        "keeps " + level + " and above"),
                new Problems());
    }
}
