package io.duestream.cli.bench;

import io.duestream.cli.output.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code duestream bench timers}. */
@Command(
        name = "timers",
        description = "Jobs with due times spread over a window: how late they start, and that none is early.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream bench timers --jobs 5000 --window 30"})
public final class TimersCommand extends ScenarioCommand {
    static final int JOBS = 5_000;

    @Mixin
    private RoundOptions rounds;

    @Mixin
    private WindowOption window;

    /** Made by the command line. */
    public TimersCommand() {}

    @Override
    Experiment experiment(SetupOptions setup, Problems problems) {
        Timers scenario = new Timers(rounds.jobs(JOBS, 0, 1, problems), window.window(problems));
        return new RatesExperiment(scenario, rounds.warmUp(), rounds.rounds(), RatesExperiment.Place.TRACKER);
    }
}
