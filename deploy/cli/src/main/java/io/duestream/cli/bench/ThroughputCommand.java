package io.duestream.cli.bench;

import io.duestream.cli.output.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code duestream bench throughput}. */
@Command(
        name = "throughput",
        description =
                "Jobs that do nothing, as fast as they are taken: how many end in a second, from their submission to"
                        + " the committed record of their end, and how many can be submitted in a second, with a tracker and"
                        + " without.",
        mixinStandardHelpOptions = true)
public final class ThroughputCommand extends ScenarioCommand {
    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Jobs of a round; default ${DEFAULT-VALUE}.")
    private int jobs;

    /** Made by the command line. */
    public ThroughputCommand() {}

    @Override
    Scenario scenario(Problems problems) {
        return Throughput.timed(jobs);
    }

    @Override
    boolean withoutTracker() {
        return true;
    }
}
