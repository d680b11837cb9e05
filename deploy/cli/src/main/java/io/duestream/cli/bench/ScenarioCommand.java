package io.duestream.cli.bench;

import io.duestream.cli.connection.Configuration;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.LiveLines;
import io.duestream.cli.output.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A scenario as a command: checks the call, runs it, prints what it showed. */
abstract sealed class ScenarioCommand implements Callable<Integer>
        permits ThroughputCommand, CeilingCommand, LatencyCommand, TimersCommand {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private BenchOptions options;

    /** The scenario that was called for; what is wrong with it is added. */
    abstract Scenario scenario(Problems problems);

    boolean forwarder() {
        return false;
    }

    boolean withoutTracker() {
        return false;
    }

    @Override
    public final Integer call() throws Exception {
        Problems problems = new Problems();
        Scenario scenario = scenario(problems);
        options.check(scenario.jobs(), problems);
        Optional<Configuration> configuration = problems.read(connection::configuration);
        configuration.ifPresent(
                read -> Configuration.trackerProblems(read.forTracker()).forEach(problems::add));
        problems.requireNone(spec.commandLine());
        Setup setup = options.setup(configuration.orElseThrow());
        Map<String, Object> settings = options.settings(setup, scenario);
        Map<String, Object> environment = Environment.now();
        PrintWriter out = spec.commandLine().getOut();
        ProgressLine progress = new ProgressLine(
                options.json() ? spec.commandLine().getErr() : out, LiveLines.possible() && !options.json());
        Path folder = folder();
        Stage stage =
                new Stage(setup, folder, spec.root().userObject().getClass().getName());
        Thread atExit = new Thread(stage::close, "bench-end");
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            BenchRun.Outcome outcome =
                    new BenchRun(stage, options.plan(scenario, forwarder(), withoutTracker()), progress).run();
            print(out, new BenchResult(spec.name(), outcome, forwarder(), settings, environment));
        } finally {
            stage.close();
            removeHook(atExit);
            if (options.data().isEmpty()) {
                remove(folder);
            }
        }
        return ExitCode.OK;
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            // The hook runs or has run; nothing is left to remove.
            return;
        }
    }

    private void print(PrintWriter out, BenchResult result) {
        if (options.json()) {
            JsonOutput.printLine(out, result.json());
        } else {
            result.table().forEach(out::println);
            out.flush();
        }
    }

    private Path folder() throws IOException {
        return options.data().isPresent()
                ? Files.createDirectories(options.data().get())
                : Files.createTempDirectory("duestream-bench-");
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> paths = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        }
    }
}
