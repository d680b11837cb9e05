package io.duestream.cli.job;

import io.duestream.cli.output.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code duestream job cancel}. */
@Command(
        name = "cancel",
        description = "Ends a job: nothing new of it starts; attempts that run end with their result.",
        mixinStandardHelpOptions = true)
final class CancelCommand extends SteeringCommand {
    @Option(names = "--running", description = "Interrupt what runs, too; its results do not count.")
    private boolean running;

    @Mixin
    private ReasonOption reason;

    @Override
    Sending sending(Problems problems) {
        String why = reason.checked(problems);
        return (client, key) -> client.cancel(key, running, why);
    }
}
