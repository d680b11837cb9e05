package io.duestream.cli.job;

import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.cli.output.LiveLines;
import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.client.KafkaConnection;
import io.duestream.client.TrackerAnswers;
import io.duestream.job.JobKey;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code duestream job submit}. */
@Command(
        name = "submit",
        description = "Submits a job from flags, or many from a file with a JSON object on each line.",
        mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
    /** Long enough for brokers that are being restarted. */
    private static final Duration DELIVERY_OF_FILES = Duration.ofSeconds(120);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Parameters(
            arity = "0..1",
            paramLabel = "KEY",
            converter = KeyText.class,
            description = "The job, group/taskId; or give --group and --task-id.")
    private JobKey key;

    @Option(names = "--group", paramLabel = "NAME", description = "Node group, instead of KEY.")
    private String group;

    @Option(names = "--task-id", paramLabel = "ID", description = "Names the job within its group, instead of KEY.")
    private String taskId;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description =
                    "Submit each line of this file, '-' for the standard input. A line that is wrong is reported with its"
                            + " number and stops nobody.")
    private String file;

    @Option(names = "--wait", description = "Wait for the tracker's answers, which then decide the exit code.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "With --wait: how long to wait without an answer coming; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Option(
            names = "--submission-id",
            paramLabel = "ID",
            description = "Recognises this submission when it is sent twice; default a new one.")
    private String submissionId;

    @Mixin
    private JobOptions options;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return file == null ? one() : many();
    }

    private Duration timeout() {
        return Duration.ofSeconds(Math.max(1, seconds));
    }

    private int one() throws InterruptedException {
        JobKey wanted = key();
        Job job = JobFromFlags.job(spec.commandLine(), wanted, options, submissionId);
        return new Asking(
                        connection,
                        new Asking.Wish(wait, timeout(), json),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .ask(wanted, client -> client.submit(job));
    }

    private JobKey key() {
        boolean both = group != null && taskId != null;
        if ((key != null) == both || (key != null && (group != null || taskId != null))) {
            throw wrong("name the job: either KEY (group/taskId), or --group and --task-id; or give --file");
        }
        try {
            return key != null ? key : new JobKey(group, taskId);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private int many() throws IOException, InterruptedException {
        if (key != null || group != null || taskId != null || submissionId != null) {
            throw wrong("--file says what the jobs are called; leave out KEY, --group, --task-id and --submission-id");
        }
        PrintWriter err = spec.commandLine().getErr();
        SubmitProgress progress = new SubmitProgress(err, LiveLines.possible(), wait);
        try (InputStream in = open()) {
            KafkaConnection cluster = connection.connection();
            try (TrackerAnswers answers = wait ? TrackerAnswers.open(cluster) : null;
                    JobClient client = Asking.client(cluster, DELIVERY_OF_FILES)) {
                new FileSubmission(client, Optional.ofNullable(answers), timeout(), progress).run(new LineSource(in));
            }
        }
        progress.end(spec.commandLine().getOut(), json);
        return progress.good() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private InputStream open() {
        if (file.equals("-")) {
            return new BufferedInputStream(System.in);
        }
        try {
            return new BufferedInputStream(Files.newInputStream(Path.of(file)), 1 << 16);
        } catch (IOException e) {
            throw new CommandFailedException("--file " + file + " cannot be read: " + e, e);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
