package io.duestream.cli.job;

import io.duestream.cli.output.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code duestream job pause}. */
@Command(
        name = "pause",
        description = "Holds a job: no scheduled fire opens, retries are held, runs end normally.",
        mixinStandardHelpOptions = true)
final class PauseCommand extends SteeringCommand {
    @Mixin
    private ReasonOption reason;

    @Override
    Sending sending(Problems problems) {
        String why = reason.checked(problems);
        return (client, key) -> client.pause(key, why);
    }
}
