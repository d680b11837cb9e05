package io.duestream.cli.job;

import io.duestream.cli.output.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code duestream job resume}. */
@Command(
        name = "resume",
        description = "Lets a paused job go on; fires missed meanwhile follow its misfire policy.",
        mixinStandardHelpOptions = true)
final class ResumeCommand extends SteeringCommand {
    @Mixin
    private ReasonOption reason;

    @Override
    Sending sending(Problems problems) {
        String why = reason.checked(problems);
        return (client, key) -> client.resume(key, why);
    }
}
