package io.duestream.cli.bench;

import static io.duestream.cli.bench.RoundOptions.require;

import io.duestream.cli.output.Problems;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code duestream bench executors}. */
@Command(
        name = "executors",
        description =
                "Jobs that take a time, on one executor process, on three, and on three of which one is slow: how fast,"
                        + " how evenly the executors are used, and for how long the slow one holds up the end.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream bench executors --millis 1,50 --slower 10"})
public final class ExecutorsCommand extends ScenarioCommand {
    private static final int JOBS = 20_000;
    private static final int LONGEST_MILLIS = 60_000;
    private static final int CASES_OF_EACH = 3;

    @Mixin
    private RoundOptions rounds;

    @Option(
            names = "--millis",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,50",
            description = "How long jobs take, several separated by commas; default ${DEFAULT-VALUE}.")
    private List<Integer> millis = new ArrayList<>();

    @Option(
            names = "--slower",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many times longer a job takes on the slow executor; default ${DEFAULT-VALUE}.")
    private int slower;

    /** Made by the command line. */
    public ExecutorsCommand() {}

    @Override
    Experiment experiment(SetupOptions setup, Problems problems) {
        millis.forEach(each -> require("--millis", each, 1, LONGEST_MILLIS, problems));
        require("--slower", slower, 2, 1_000, problems);
        int jobs = rounds.jobs(JOBS, 0, CASES_OF_EACH * millis.size(), problems);
        return new ExecutorsExperiment(
                jobs, List.copyOf(millis), slower, setup.executorThreads(), rounds.warmUp(), rounds.rounds());
    }
}
