package io.duestream.cli.job;

import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.job.JobKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code duestream job trigger}. */
@Command(
        name = "trigger",
        description = "Opens a fire of a job now, beside those of its trigger.",
        mixinStandardHelpOptions = true)
final class TriggerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private AnswerOptions answer;

    @Parameters(paramLabel = "KEY", converter = KeyText.class, description = "The job, group/taskId.")
    private JobKey key;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "For whoever looks at the job later.")
    private String reason;

    @Override
    public Integer call() throws InterruptedException {
        return new Asking(
                        connection,
                        answer.wish(),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .ask(key, client -> client.trigger(key, reason));
    }
}
