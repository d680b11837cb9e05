package io.duestream.cli.job;

import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.client.Job;
import io.duestream.job.JobKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code duestream job update}. */
@Command(
        name = "update",
        description =
                "Gives a living job another definition as a whole: what is not said here is as the defaults have it."
                        + " Open fires finish under their own.",
        mixinStandardHelpOptions = true)
final class UpdateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private AnswerOptions answer;

    @Mixin
    private JobOptions options;

    @Parameters(paramLabel = "KEY", converter = KeyText.class, description = "The job, group/taskId.")
    private JobKey key;

    @Override
    public Integer call() throws InterruptedException {
        Job job = JobFromFlags.job(spec.commandLine(), key, options, null);
        return new Asking(
                        connection,
                        answer.wish(),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .ask(key, client -> client.update(key, job.definition()));
    }
}
