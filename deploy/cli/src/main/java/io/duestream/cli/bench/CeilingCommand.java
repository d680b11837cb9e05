package io.duestream.cli.bench;

import io.duestream.cli.output.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code duestream bench ceiling}. */
@Command(
        name = "ceiling",
        description =
                "What the log allows: as throughput, with a forwarder in the tracker's place that decides nothing and"
                        + " keeps nothing. It writes one dispatch and one audit record for a command and one audit record for a"
                        + " report, exactly once, as large as the tracker's. It remembers no job: so there are no latencies,"
                        + " and a job that an executor ran or reported twice is counted as ended twice.",
        mixinStandardHelpOptions = true,
        footer = {"", "Both in one run: duestream bench throughput --with-ceiling"})
public final class CeilingCommand extends ScenarioCommand {
    @Mixin
    private RoundOptions rounds;

    /** Made by the command line. */
    public CeilingCommand() {}

    @Override
    Experiment experiment(SetupOptions setup, Problems problems) {
        Scenario scenario = Throughput.untimed(rounds.jobs(ThroughputCommand.JOBS, 0, 1, problems));
        return new RatesExperiment(scenario, rounds.warmUp(), rounds.rounds(), RatesExperiment.Place.FORWARDER);
    }
}
