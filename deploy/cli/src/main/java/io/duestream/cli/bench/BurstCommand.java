package io.duestream.cli.bench;

import static io.duestream.cli.bench.RoundOptions.require;

import io.duestream.cli.output.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code duestream bench burst}. */
@Command(
        name = "burst",
        description =
                "Jobs that are all due at one instant, and a trickle of jobs of another node group that come due from then"
                        + " on: how fast the burst drains, beside a round of 'throughput' before it, and how late the trickle is while"
                        + " it does.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream bench burst --jobs 100000 --trickle 50"})
public final class BurstCommand extends ScenarioCommand {
    private static final int FASTEST = 1_000;

    @Mixin
    private RoundOptions rounds;

    @Option(
            names = "--trickle",
            paramLabel = "N",
            defaultValue = "50",
            description = "Jobs a second of the other group; default ${DEFAULT-VALUE}.")
    private int trickle;

    /** Made by the command line. */
    public BurstCommand() {}

    @Override
    Experiment experiment(SetupOptions setup, Problems problems) {
        require("--trickle", trickle, 1, FASTEST, problems);
        int jobs = rounds.jobs(ThroughputCommand.JOBS, 0, 2, problems);
        return new BurstExperiment(jobs, trickle, rounds.warmUp(), rounds.rounds());
    }
}
