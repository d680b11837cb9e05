package io.duestream.cli.job;

import io.duestream.cli.output.Problems;
import io.duestream.client.Job;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code duestream job update}. */
@Command(
        name = "update",
        description =
                "Gives a living job another definition as a whole: what is not said here is as the defaults have it."
                        + " Open fires finish under their own.",
        mixinStandardHelpOptions = true)
final class UpdateCommand extends SteeringCommand {
    @Mixin
    private JobOptions options;

    @Override
    Sending sending(Problems problems) {
        Optional<Job> job = JobFromFlags.job(Optional.empty(), options, null, problems);
        return (client, key) -> client.update(key, job.orElseThrow().definition());
    }
}
