package io.duestream.cli.role;

import io.duestream.cli.connection.Configuration;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.local.Servers;
import io.duestream.executor.Executor;
import io.duestream.executor.ExecutorBuilder;
import io.duestream.executor.Guard;
import io.duestream.job.LogLevel;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code duestream executor}. */
@Command(
        name = "executor",
        description = "Runs an executor, which runs the jobs of a node group. Equal ones share the work of the group.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A runner is a class that implements io.duestream.executor.JobRunner and has a public constructor without"
                    + " parameters, or one that is built in: noop succeeds; sleep sleeps for the milliseconds in the parameter"
                    + " 'millis'; log writes parameters and payload to the business log. With 'type=' before it a runner gets"
                    + " the jobs of that type, without it the jobs of all other types. The built-in ones also get the jobs of"
                    + " the type of their name; of several, the first gets all others.",
            "While the brokers are away, results and log lines are kept in the directory duestream-fail-store; say another"
                    + " with -D fail.store.dir=DIR, or none for no fail store.",
            "Example: duestream executor --group mail --runner invoice=com.example.InvoiceRunner --classpath mail.jar"
        })
public final class ExecutorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(names = "--group", paramLabel = "NAME", description = "The node group whose jobs it runs.")
    private String group;

    @Option(
            names = "--runner",
            required = true,
            paramLabel = "[TYPE=]RUNNER",
            description = "What runs jobs; may be given several times, see below.")
    private List<String> runners = new ArrayList<>();

    @Option(
            names = "--classpath",
            paramLabel = "PATH",
            description =
                    "Jars and folders of the runners, separated as in Java's own -cp; 'lib/*' is all jars of lib.")
    private String classPath;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many jobs run at the same time; default " + ExecutorBuilder.DEFAULT_THREADS + ".")
    private Integer threads;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "Lowest level of the business log that is kept: ${COMPLETION-CANDIDATES}; default INFO.")
    private LogLevel logLevel;

    @Override
    public Integer call() throws Exception {
        Configuration configuration = connection.configuration();
        ExecutorBuilder builder = builder(configuration);
        PrintWriter out = spec.commandLine().getOut();
        out.println("executor: " + configuration.describe());
        RoleProcess process = new RoleProcess();
        AtomicReference<Executor> executor = new AtomicReference<>();
        Servers.run(
                process,
                () -> {
                    executor.set(process.keep(start(builder)));
                    out.println("ready: executor " + executor.get().node());
                },
                () -> executor.get().awaitClosed());
        return ExitCode.OK;
    }

    private static LogLevel level(Configuration configuration) {
        String name = configuration.get(Configuration.EXECUTOR_LOG_LEVEL).orElse(LogLevel.INFO.name());
        return Arrays.stream(LogLevel.values())
                .filter(level -> level.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Configuration.EXECUTOR_LOG_LEVEL + " is '" + name
                        + "'; expected one of " + Arrays.toString(LogLevel.values())));
    }

    private static int percent(Configuration configuration, String key) {
        int percent = configuration.number(key, Guard.DEFAULT_PERCENT, Guard.NO_LIMIT);
        if (percent > 100) {
            throw new IllegalArgumentException(
                    key + " is " + percent + "; 1 to 100 is expected, or " + Guard.NO_LIMIT + " for no limit");
        }
        return percent;
    }

    private Executor start(ExecutorBuilder builder) {
        try {
            return builder.start();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private ExecutorBuilder builder(Configuration configuration) {
        try {
            int shutdown =
                    configuration.number(Configuration.EXECUTOR_SHUTDOWN, Configuration.DEFAULT_SHUTDOWN_MILLIS, 0);
            int workers = threads != null
                    ? threads
                    : configuration.number(Configuration.EXECUTOR_THREADS, ExecutorBuilder.DEFAULT_THREADS, 1);
            ExecutorBuilder builder = Executor.builder()
                    .bootstrapServers(configuration.bootstrapServers())
                    .cluster(configuration.cluster())
                    .group(
                            group != null
                                    ? group
                                    : configuration
                                            .get(Configuration.EXECUTOR_GROUP)
                                            .orElse(""))
                    .threads(workers)
                    .logLevel(logLevel != null ? logLevel : level(configuration))
                    .guard(new Guard(
                            percent(configuration, Configuration.EXECUTOR_GUARD_CPU),
                            percent(configuration, Configuration.EXECUTOR_GUARD_MEMORY)))
                    .shutdownTimeout(Duration.ofMillis(shutdown))
                    .kafka(configuration.kafka());
            configuration.zooKeeper().ifPresent(builder::zooKeeper);
            configuration.failStore().ifPresent(builder::failStore);
            builder.failStoreKind(configuration.failStoreKind());
            configuration.get(Configuration.EXECUTOR_LOG_SINKS).stream()
                    .flatMap(names -> Arrays.stream(names.split(",")))
                    .map(String::trim)
                    .filter(name -> !name.isEmpty())
                    .forEach(builder::logSink);
            RunnerLoader loader = RunnerLoader.over(classPath == null ? "" : classPath, File.pathSeparator);
            runners.forEach(each -> loader.add(each, builder));
            // The worker threads take it over: what runners look up by name is on their class path.
            Thread.currentThread().setContextClassLoader(loader.classes());
            return builder;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
