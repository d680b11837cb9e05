package io.duestream.cli.bench;

import static io.duestream.cli.bench.RoundOptions.require;

import io.duestream.cli.output.Problems;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code duestream bench failover}. */
@Command(
        name = "failover",
        description =
                "Two trackers, each with a standby on the other, a timer at short intervals, and a kill -9 of one: the"
                        + " longest that a timer waits until the other tracker has taken over. The timers are submitted before.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: duestream bench failover --runs 10",
            "When trackers count as gone: duestream bench failover -D session.timeout.ms=3000"
        })
public final class FailoverCommand extends ScenarioCommand {
    private static final int MOST_MILLIS = 60_000;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Times that a tracker is killed; default ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--every",
            paramLabel = "MILLIS",
            defaultValue = "50",
            description = "Time between two timers; default ${DEFAULT-VALUE}.")
    private int every;

    @Option(
            names = "--window",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description =
                    "The time over which timers come due; the kill is after a fifth of it. Default ${DEFAULT-VALUE}.")
    private int window;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "2",
            description = "Rounds of 5,000 jobs as fast as possible before; default ${DEFAULT-VALUE}.")
    private int warmUp;

    /** Made by the command line. */
    public FailoverCommand() {}

    @Override
    Experiment experiment(SetupOptions setup, Problems problems) {
        require("--runs", runs, 1, 1_000, problems);
        require("--every", every, 1, MOST_MILLIS, problems);
        require("--window", window, 1, 3_600, problems);
        require("--warm-up", warmUp, 0, 1_000, problems);
        if (setup.partitions() < 2) {
            problems.add(
                    "--partitions is " + setup.partitions() + "; expected 2 or more, so that both trackers have work");
        }
        int timers = Math.max(1, window * 1_000 / Math.max(1, every));
        return new FailoverExperiment(new Timers(timers, Duration.ofSeconds(window)), warmUp, runs);
    }
}
