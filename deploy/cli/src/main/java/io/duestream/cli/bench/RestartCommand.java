package io.duestream.cli.bench;

import static io.duestream.cli.bench.RoundOptions.require;

import io.duestream.cli.output.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code duestream bench restart}. */
@Command(
        name = "restart",
        description =
                "Ends the only tracker, submits jobs, and starts it again: how long from the start of its process to the"
                        + " start of the first run, with its state kept and with its state wiped, which it then restores from the"
                        + " changelogs.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream bench restart --backlog 1000000"})
public final class RestartCommand extends ScenarioCommand {
    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Restarts of each kind; default ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            defaultValue = "0",
            description = "Jobs that wait all the time; default ${DEFAULT-VALUE}.")
    private int backlog;

    @Option(
            names = "--kill",
            description =
                    "End the tracker with kill -9, so that the next one also waits until it counts as gone; default in"
                            + " good order.")
    private boolean kill;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "2",
            description = "Rounds of 5,000 jobs as fast as possible before; default ${DEFAULT-VALUE}.")
    private int warmUp;

    /** Made by the command line. */
    public RestartCommand() {}

    @Override
    Experiment experiment(SetupOptions setup, Problems problems) {
        require("--runs", runs, 1, 1_000, problems);
        require("--backlog", backlog, 0, RoundOptions.MOST_JOBS, problems);
        require("--warm-up", warmUp, 0, 1_000, problems);
        return new RestartExperiment(backlog, kill, warmUp, runs);
    }
}
