package io.duestream.cli.bench;

import static io.duestream.cli.bench.RoundOptions.require;

import io.duestream.cli.output.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code duestream bench backlog}. */
@Command(
        name = "backlog",
        description =
                "Loads jobs that come due in a month: how fast, and what they take of disk and memory. Then the jobs of"
                        + " 'throughput' and those of 'timers', in turn there and in a second cluster without a backlog on the"
                        + " same brokers, which takes as many jobs before that end at once. Both warm up before the load and"
                        + " after it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream bench backlog --backlog 1000000"})
public final class BacklogCommand extends ScenarioCommand {
    @Mixin
    private RoundOptions rounds;

    @Mixin
    private WindowOption window;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Jobs that wait; default ${DEFAULT-VALUE}.")
    private int backlog;

    @Option(
            names = "--timers",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Jobs with due times of a round; default ${DEFAULT-VALUE}.")
    private int timers;

    /** Made by the command line. */
    public BacklogCommand() {}

    @Override
    Experiment experiment(SetupOptions setup, Problems problems) {
        require("--backlog", backlog, 1, RoundOptions.MOST_JOBS, problems);
        require("--timers", timers, 1, RoundOptions.MOST_JOBS, problems);
        // Each cluster warms up twice, and timers warm up with as many jobs as fast as possible beside them.
        long besides = backlog + timers * (rounds.rounds() + 4L * rounds.warmUp());
        Throughput fast = Throughput.timed(rounds.jobs(ThroughputCommand.JOBS, besides, 1, problems));
        Timers due = new Timers(timers, window.window(problems));
        return new BacklogExperiment(backlog, fast, due, rounds.warmUp(), rounds.rounds());
    }
}
