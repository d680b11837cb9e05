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

/** {@code duestream job pause}. */
@Command(
        name = "pause",
        description = "Holds a job: no scheduled fire opens, retries are held, runs end normally.",
        mixinStandardHelpOptions = true)
final class PauseCommand implements Callable<Integer> {
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
                .ask(key, client -> client.pause(key, reason));
    }
}
