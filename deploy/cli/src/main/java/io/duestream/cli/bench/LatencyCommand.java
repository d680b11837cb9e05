package io.duestream.cli.bench;

import io.duestream.cli.output.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code duestream bench latency}. */
@Command(
        name = "latency",
        description = "Single jobs at a fixed rate: the time from submission to the start of the run.",
        mixinStandardHelpOptions = true)
public final class LatencyCommand extends ScenarioCommand {
    private static final int FASTEST = 1_000_000;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "50",
            description = "Jobs a second; default ${DEFAULT-VALUE}.")
    private int rate;

    @Option(names = "--jobs", paramLabel = "N", description = "Jobs of a round; default those of ten seconds.")
    private Integer jobs;

    /** Made by the command line. */
    public LatencyCommand() {}

    @Override
    Scenario scenario(Problems problems) {
        BenchOptions.require("--rate", rate, 1, FASTEST, problems);
        return new Latency(jobs == null ? Math.max(1, Math.min(rate, FASTEST)) * 10 : jobs, rate);
    }
}
