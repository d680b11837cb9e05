package io.duestream.cli.role;

import io.duestream.cli.connection.Configuration;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.local.Servers;
import io.duestream.feedback.FeedbackConfig;
import io.duestream.feedback.FeedbackStatus;
import io.duestream.feedback.FeedbackStream;
import io.duestream.topic.TopicProvisioner;
import io.duestream.tracker.process.TrackerConfig;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code duestream feedback}. */
@Command(
        name = "feedback",
        description = "Runs a feedback-stream, which tells client groups what became of their jobs.",
        mixinStandardHelpOptions = true)
public final class FeedbackCommand implements Callable<Integer> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description =
                    "A name that no other feedback-stream of the cluster has, the same after a restart: then outcomes"
                            + " flow at once after a kill. Default a new one each time.")
    private String instance;

    @Override
    public Integer call() throws Exception {
        Configuration configuration = connection.configuration();
        FeedbackConfig config = config(configuration);
        PrintWriter out = spec.commandLine().getOut();
        out.println("feedback: " + configuration.describe());
        RoleProcess process = new RoleProcess();
        AtomicReference<FeedbackStream> running = new AtomicReference<>();
        Servers.run(
                process,
                () -> {
                    FeedbackStream stream = process.keep(FeedbackStream.start(config));
                    running.set(stream);
                    awaitRunning(process, stream);
                    out.println("ready: feedback-stream of cluster " + configuration.cluster());
                },
                () -> running.get().awaitEnded());
        return ExitCode.OK;
    }

    private static void awaitRunning(RoleProcess process, FeedbackStream stream) throws InterruptedException {
        while (stream.status().state() != FeedbackStatus.State.RUNNING) {
            process.requireOpen();
            if (stream.status().state() == FeedbackStatus.State.FAILED) {
                stream.awaitEnded();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
    }

    private FeedbackConfig config(Configuration configuration) {
        try {
            int replicas = configuration.number(
                    TrackerConfig.REPLICATION_FACTOR,
                    TopicProvisioner.BROKERS_DEFAULT,
                    TopicProvisioner.BROKERS_DEFAULT);
            return new FeedbackConfig(
                    configuration.bootstrapServers(),
                    configuration.cluster(),
                    configuration.kafka(),
                    configuration.zooKeeper(),
                    Optional.ofNullable(instance).or(() -> configuration.get(Configuration.FEEDBACK_INSTANCE)),
                    (short) replicas);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
