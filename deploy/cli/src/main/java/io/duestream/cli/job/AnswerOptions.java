package io.duestream.cli.job;

import io.duestream.cli.output.Problems;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Whether and how long a command waits for the tracker's answer. */
final class AnswerOptions {
    @Option(
            names = "--wait",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Wait for the tracker's answer, which decides the exit code (default); --no-wait: be content when the"
                            + " brokers have the command.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for an answer; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    Asking.Wish wish(Problems problems) {
        return new Asking.Wish(wait, timeout(seconds, problems), json);
    }

    static Duration timeout(int seconds, Problems problems) {
        if (seconds < 1) {
            problems.add("--timeout is " + seconds + "; expected 1 or more");
        }
        return Duration.ofSeconds(seconds);
    }
}
