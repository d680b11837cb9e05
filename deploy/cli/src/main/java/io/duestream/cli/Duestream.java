package io.duestream.cli;

import io.duestream.cli.audit.AuditCommand;
import io.duestream.cli.bench.BenchCommand;
import io.duestream.cli.cron.CronCommand;
import io.duestream.cli.deadletter.DeadLetterCommand;
import io.duestream.cli.demo.DemoCommand;
import io.duestream.cli.doctor.DoctorCommand;
import io.duestream.cli.failstore.FailStoreCommand;
import io.duestream.cli.group.GroupCommand;
import io.duestream.cli.job.JobCommand;
import io.duestream.cli.node.NodeCommand;
import io.duestream.cli.role.ExecutorCommand;
import io.duestream.cli.role.FeedbackCommand;
import io.duestream.cli.role.TrackerCommand;
import io.duestream.cli.standalone.StandaloneCommand;
import io.duestream.cli.topic.TopicCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code duestream} command. */
@Command(
        name = "duestream",
        description = "A distributed job scheduler on a Kafka log.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        footer = {
            "",
            "Each command has --help. Exit codes: 0 it worked, 1 it did not succeed, 2 it was called wrongly.",
            "To begin: duestream demo"
        })
public final class Duestream implements Runnable {
    /** What runs on when the brokers are away, and says so in its log. */
    private static final Set<String> SERVERS = Set.of("standalone", "tracker", "executor", "feedback");

    @Spec
    private CommandSpec spec;

    @Option(
            names = Failures.VERBOSE,
            scope = ScopeType.INHERIT,
            description = "Print where an error happened, not only what.")
    private boolean verbose;

    private Duestream() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        if (arguments.length == 0 || !SERVERS.contains(arguments[0])) {
            System.setProperty("duestream.log.network", "ERROR");
        }
        System.exit(run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments));
    }

    /**
     * Runs a command in this process.
     *
     * @param out for what it prints
     * @param err for messages
     * @return its exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine().setOut(out).setErr(err).execute(arguments);
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Duestream());
        line.addSubcommand(new DemoCommand());
        line.addSubcommand(new StandaloneCommand());
        line.addSubcommand(new TrackerCommand());
        line.addSubcommand(new ExecutorCommand());
        line.addSubcommand(new FeedbackCommand());
        line.addSubcommand(new TopicCommand());
        line.addSubcommand(JobCommand.commandLine());
        line.addSubcommand(new NodeCommand());
        line.addSubcommand(new GroupCommand());
        line.addSubcommand(new FailStoreCommand());
        line.addSubcommand(new DeadLetterCommand());
        line.addSubcommand(new DoctorCommand());
        line.addSubcommand(new AuditCommand());
        line.addSubcommand(new CronCommand());
        line.addSubcommand(new BenchCommand());
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(new UsageMistakes());
        line.setExecutionExceptionHandler(new Failures());
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
