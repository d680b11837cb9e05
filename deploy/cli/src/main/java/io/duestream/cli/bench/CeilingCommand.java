package io.duestream.cli.bench;

import io.duestream.cli.output.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code duestream bench ceiling}. */
@Command(
        name = "ceiling",
        description =
                "What the log allows: as throughput, with a forwarder in the tracker's place that decides nothing and"
                        + " keeps nothing. It writes one dispatch and one audit record for a command and one audit record for a"
                        + " report, exactly once, as large as the tracker's. It remembers no job: so there are no latencies,"
                        + " and a job that an executor ran or reported twice is counted as ended twice.",
        mixinStandardHelpOptions = true)
public final class CeilingCommand extends ScenarioCommand {
    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Jobs of a round; default ${DEFAULT-VALUE}.")
    private int jobs;

    /** Made by the command line. */
    public CeilingCommand() {}

    @Override
    Scenario scenario(Problems problems) {
        return Throughput.untimed(jobs);
    }

    @Override
    boolean forwarder() {
        return true;
    }
}
