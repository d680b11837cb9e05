package io.duestream.cli.bench;

import static io.duestream.cli.bench.RoundOptions.require;

import io.duestream.cli.output.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code duestream bench latency}. */
@Command(
        name = "latency",
        description = "Single jobs at a fixed rate: the time from submission to the start of the run.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream bench latency --rate 5000"})
public final class LatencyCommand extends ScenarioCommand {
    private static final int FASTEST = 1_000_000;

    @Mixin
    private RoundOptions rounds;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "50",
            description = "Jobs a second; default ${DEFAULT-VALUE}.")
    private int rate;

    /** Made by the command line. */
    public LatencyCommand() {}

    @Override
    Experiment experiment(SetupOptions setup, Problems problems) {
        require("--rate", rate, 1, FASTEST, problems);
        int jobs = rounds.jobs(Math.max(1, Math.min(rate, FASTEST)) * 10, 0, 1, problems);
        return new RatesExperiment(
                new Latency(jobs, rate), rounds.warmUp(), rounds.rounds(), RatesExperiment.Place.TRACKER);
    }
}
