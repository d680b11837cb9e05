package io.duestream.cli.job;

import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.Problems;
import io.duestream.client.JobClient;
import io.duestream.client.KafkaConnection;
import io.duestream.client.Receipt;
import io.duestream.job.JobKey;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What all commands about one living job do alike: they check the call, send one command, and tell the answer. */
abstract class SteeringCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private AnswerOptions answer;

    @Parameters(paramLabel = "KEY", description = "The job, group/taskId.")
    private String key;

    /** Sends one command. */
    @FunctionalInterface
    interface Sending {
        Receipt send(JobClient client, JobKey key);
    }

    /** What to send. It is not asked to send if anything was added to the problems. */
    abstract Sending sending(Problems problems);

    @Override
    public final Integer call() throws InterruptedException {
        Problems problems = new Problems();
        Optional<JobKey> job = KeyText.read(() -> JobKey.parse(key), problems);
        Sending sending = sending(problems);
        Asking.Wish wish = answer.wish(problems);
        Optional<KafkaConnection> cluster = connection.read(problems);
        problems.requireNone(spec.commandLine());
        return new Asking(
                        cluster.orElseThrow(),
                        wish,
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .ask(client -> sending.send(client, job.orElseThrow()));
    }
}
