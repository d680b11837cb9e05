package io.duestream.cli.bench;

import io.duestream.cli.output.Problems;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The option of scenarios whose jobs come due one after the other. */
final class WindowOption {
    private static final int LONGEST_SECONDS = 3_600;

    @Option(
            names = "--window",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "The time over which timers come due; default ${DEFAULT-VALUE}.")
    private int seconds;

    /** Made by the command line. */
    WindowOption() {}

    Duration window(Problems problems) {
        RoundOptions.require("--window", seconds, 1, LONGEST_SECONDS, problems);
        return Duration.ofSeconds(seconds);
    }
}
