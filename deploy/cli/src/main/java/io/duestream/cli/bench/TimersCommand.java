package io.duestream.cli.bench;

import io.duestream.cli.output.Problems;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code duestream bench timers}. */
@Command(
        name = "timers",
        description = "Jobs with due times spread over a window: how late they start, and that none is early.",
        mixinStandardHelpOptions = true)
public final class TimersCommand extends ScenarioCommand {
    private static final int LONGEST_SECONDS = 3_600;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Jobs of a round; default ${DEFAULT-VALUE}.")
    private int jobs;

    @Option(
            names = "--window",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "The time over which they come due; default ${DEFAULT-VALUE}.")
    private int window;

    /** Made by the command line. */
    public TimersCommand() {}

    @Override
    Scenario scenario(Problems problems) {
        BenchOptions.require("--window", window, 1, LONGEST_SECONDS, problems);
        return new Timers(jobs, Duration.ofSeconds(window));
    }
}
