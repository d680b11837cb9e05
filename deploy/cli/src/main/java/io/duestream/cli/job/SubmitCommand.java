package io.duestream.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.connection.Brokers;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.LiveLines;
import io.duestream.cli.output.Problems;
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
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code duestream job submit}. */
@Command(
        name = "submit",
        description = "Submits a job from flags, or many from a file with a JSON object on each line.",
        mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Parameters(
            arity = "0..1",
            paramLabel = "KEY",
            description = "The job, group/taskId; or give --group and --task-id.")
    private String key;

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

    @Option(
            names = "--give-up-after",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "With --file: stop when the brokers have acknowledged nothing for so long; default"
                    + " ${DEFAULT-VALUE}, long enough for brokers that are being restarted.")
    private int giveUpSeconds;

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

    private int one() throws InterruptedException {
        Problems problems = new Problems();
        Optional<Job> job = JobFromFlags.job(key(problems), options, submissionId, problems);
        Asking.Wish wish = new Asking.Wish(wait, AnswerOptions.timeout(seconds, problems), json);
        Optional<KafkaConnection> cluster = connection.read(problems);
        problems.requireNone(spec.commandLine());
        return new Asking(
                        cluster.orElseThrow(),
                        wish,
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .ask(client -> client.submit(job.orElseThrow()));
    }

    private Optional<JobKey> key(Problems problems) {
        boolean both = group != null && taskId != null;
        if ((key != null) == both || (key != null && (group != null || taskId != null))) {
            problems.add("name the job: either KEY (group/taskId), or --group and --task-id; or give --file");
            return Optional.empty();
        }
        return KeyText.read(() -> key != null ? JobKey.parse(key) : new JobKey(group, taskId), problems);
    }

    private int many() throws IOException, InterruptedException {
        Problems problems = new Problems();
        FileSubmission.Patience patience =
                new FileSubmission.Patience(giveUpAfter(problems), AnswerOptions.timeout(seconds, problems));
        Optional<KafkaConnection> cluster = connection.read(problems);
        refuseWhatLinesSay(problems);
        Optional<InputStream> opened = open(problems);
        PrintWriter err = spec.commandLine().getErr();
        SubmitProgress progress = new SubmitProgress(err, LiveLines.possible(), wait);
        Deliveries deliveries = new Deliveries(System::nanoTime);
        boolean whole;
        try (InputStream in = opened.orElseGet(InputStream::nullInputStream)) {
            problems.requireNone(spec.commandLine());
            KafkaConnection reached = Brokers.require(cluster.orElseThrow());
            Silence silence = new Silence(reached.bootstrapServers(), patience);
            try (TrackerAnswers answers = wait ? TrackerAnswers.open(reached) : null;
                    JobClient client = Asking.client(reached, patience.delivery());
                    SubmissionWatch watch = SubmissionWatch.start(deliveries, silence, err)) {
                whole = new FileSubmission(client, Optional.ofNullable(answers), patience, progress, deliveries)
                        .run(new LineSource(in));
                watch.ended(whole);
            }
        }
        if (!whole) {
            progress.stopped(deliveries.state().waiting());
        }
        progress.end(spec.commandLine().getOut(), json);
        return progress.good() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Duration giveUpAfter(Problems problems) {
        if (giveUpSeconds < 1 || giveUpSeconds > 3_600) {
            problems.add("--give-up-after " + giveUpSeconds + "; expected 1 to 3600 seconds");
            return Duration.ofSeconds(1);
        }
        return Duration.ofSeconds(giveUpSeconds);
    }

    private void refuseWhatLinesSay(Problems problems) {
        if (key != null || group != null || taskId != null || submissionId != null) {
            problems.add("--file says what the jobs are called; leave out KEY, --group, --task-id and --submission-id");
        }
        ObjectNode said = JsonOutput.object();
        options.addTo(said, problems);
        if (!said.isEmpty()) {
            problems.add("--file says what each job is; leave out the options that say it of one job: "
                    + String.join(", ", names(said)));
        }
    }

    private static List<String> names(ObjectNode said) {
        List<String> names = new ArrayList<>();
        said.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private Optional<InputStream> open(Problems problems) {
        if (file.equals("-")) {
            return Optional.of(new BufferedInputStream(System.in));
        }
        try {
            Path path = Path.of(file);
            if (Files.isDirectory(path)) {
                problems.add("--file " + file + " is a directory; expected a file with a JSON object on each line");
                return Optional.empty();
            }
            return Optional.of(new BufferedInputStream(Files.newInputStream(path), 1 << 16));
        } catch (IOException | InvalidPathException e) {
            problems.add("--file " + file + " cannot be read: " + e);
            return Optional.empty();
        }
    }
}
