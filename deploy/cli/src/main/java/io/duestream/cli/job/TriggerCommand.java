package io.duestream.cli.job;

import io.duestream.cli.output.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code duestream job trigger}. */
@Command(
        name = "trigger",
        description = "Opens a fire of a job now, beside those of its trigger.",
        mixinStandardHelpOptions = true)
final class TriggerCommand extends SteeringCommand {
    @Mixin
    private ReasonOption reason;

    @Override
    Sending sending(Problems problems) {
        String why = reason.checked(problems);
        return (client, key) -> client.trigger(key, why);
    }
}
