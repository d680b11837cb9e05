package io.duestream.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.JsonOutput;
import io.duestream.job.JobKey;
import io.duestream.job.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code duestream job reschedule}. */
@Command(
        name = "reschedule",
        description =
                "Gives a living job another trigger; open fires finish under their own. Without a trigger it fires at once.",
        mixinStandardHelpOptions = true)
final class RescheduleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private AnswerOptions answer;

    @Mixin
    private TriggerOptions trigger;

    @Parameters(paramLabel = "KEY", converter = KeyText.class, description = "The job, group/taskId.")
    private JobKey key;

    @Override
    public Integer call() throws InterruptedException {
        Trigger wanted = trigger();
        return new Asking(
                        connection,
                        answer.wish(),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .ask(key, client -> client.reschedule(key, wanted));
    }

    private Trigger trigger() {
        ObjectNode fields = JsonOutput.object();
        List<String> problems = new ArrayList<>();
        Optional<Trigger> read = Optional.empty();
        try {
            trigger.addTo(fields);
            read = JobReader.trigger(new FieldReader(fields, problems, Instant.now()));
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
        }
        if (!problems.isEmpty()) {
            throw new ParameterException(spec.commandLine(), String.join("; ", problems));
        }
        return read.orElseThrow();
    }
}
