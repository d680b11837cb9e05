package io.duestream.cli.job;

import io.duestream.cli.output.Problems;
import io.duestream.job.Trigger;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code duestream job reschedule}. */
@Command(
        name = "reschedule",
        description =
                "Gives a living job another trigger; open fires finish under their own. Without a trigger it fires at once.",
        mixinStandardHelpOptions = true)
final class RescheduleCommand extends SteeringCommand {
    @Mixin
    private TriggerOptions options;

    @Override
    Sending sending(Problems problems) {
        Optional<Trigger> trigger = JobFromFlags.trigger(options, problems);
        return (client, key) -> client.reschedule(key, trigger.orElseThrow());
    }
}
