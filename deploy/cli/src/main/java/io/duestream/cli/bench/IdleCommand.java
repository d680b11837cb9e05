package io.duestream.cli.bench;

import static io.duestream.cli.bench.RoundOptions.require;

import io.duestream.cli.output.Problems;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code duestream bench idle}. */
@Command(
        name = "idle",
        description =
                "Nothing, after some work: the share of a core that each process uses, and the transactions that the"
                        + " tracker commits, counted in the brokers' log of transactions.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream bench idle --seconds 30"})
public final class IdleCommand extends ScenarioCommand {
    private static final int LONGEST_SECONDS = 3_600;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "Length of a round; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Rounds that count; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rounds of 20,000 jobs before; default ${DEFAULT-VALUE}.")
    private int warmUp;

    /** Made by the command line. */
    public IdleCommand() {}

    @Override
    Experiment experiment(SetupOptions setup, Problems problems) {
        require("--seconds", seconds, 1, LONGEST_SECONDS, problems);
        require("--rounds", rounds, 1, 1_000, problems);
        require("--warm-up", warmUp, 0, 1_000, problems);
        return new IdleExperiment(Duration.ofSeconds(seconds), warmUp, rounds);
    }
}
