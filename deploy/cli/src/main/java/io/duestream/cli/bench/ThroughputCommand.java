package io.duestream.cli.bench;

import io.duestream.cli.bench.RatesExperiment.Place;
import io.duestream.cli.output.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code duestream bench throughput}. */
@Command(
        name = "throughput",
        description =
                "Jobs that do nothing, as fast as they are taken: how many end in a second, from their submission to"
                        + " the committed record of their end, and how many can be submitted in a second, with a tracker and"
                        + " without.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: duestream bench throughput --with-ceiling",
            "After ten million jobs have ended: duestream bench throughput --warm-up 100"
        })
public final class ThroughputCommand extends ScenarioCommand {
    static final int JOBS = 100_000;

    @Mixin
    private RoundOptions rounds;

    @Option(
            names = "--with-ceiling",
            description = "Take turns with the forwarder of 'ceiling' in a cluster of its own on the same brokers, and"
                    + " tell the ratio.")
    private boolean withCeiling;

    /** Made by the command line. */
    public ThroughputCommand() {}

    @Override
    Experiment experiment(SetupOptions setup, Problems problems) {
        Scenario scenario = Throughput.timed(rounds.jobs(JOBS, 0, 1, problems));
        Place place = withCeiling ? Place.TRACKER_AND_FORWARDER : Place.TRACKER_AND_NONE;
        return new RatesExperiment(scenario, rounds.warmUp(), rounds.rounds(), place);
    }
}
