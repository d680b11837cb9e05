package io.duestream.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.connection.Configuration;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.LiveLines;
import io.duestream.cli.output.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A scenario as a command: checks the call, runs it, prints what it showed. */
abstract sealed class ScenarioCommand implements Callable<Integer>
        permits ThroughputCommand,
                CeilingCommand,
                LatencyCommand,
                TimersCommand,
                BacklogCommand,
                BurstCommand,
                FailoverCommand,
                RestartCommand,
                ExecutorsCommand,
                IdleCommand {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private SetupOptions options;

    /** The experiment that was called for; what is wrong with the call is added. */
    abstract Experiment experiment(SetupOptions setup, Problems problems);

    @Override
    public final Integer call() throws Exception {
        Problems problems = new Problems();
        options.check(problems);
        Experiment experiment = experiment(options, problems);
        Optional<Configuration> configuration = problems.read(connection::configuration);
        configuration.ifPresent(
                read -> Configuration.trackerProblems(read.forTracker()).forEach(problems::add));
        problems.requireNone(spec.commandLine());
        Setup setup = options.setup(configuration.orElseThrow());
        Map<String, Object> settings = new LinkedHashMap<>(experiment.settings());
        settings.putAll(options.settings(setup, experiment.standbys()));
        Map<String, Object> environment = Environment.now();
        PrintWriter out = spec.commandLine().getOut();
        ProgressLine progress = new ProgressLine(
                options.json() ? spec.commandLine().getErr() : out, LiveLines.possible() && !options.json());
        Path folder = folder();
        Stage stage =
                new Stage(setup, folder, spec.root().userObject().getClass().getName());
        StageEnd end = new StageEnd(stage, folder, options.data().isEmpty());
        Report report;
        try {
            report = experiment.run(stage, progress);
        } finally {
            progress.done();
            end.close();
        }
        print(out, report, settings, environment);
        return ExitCode.OK;
    }

    private void print(PrintWriter out, Report report, Map<String, Object> settings, Map<String, Object> environment) {
        if (options.json()) {
            ObjectNode node = JsonOutput.object();
            node.put("scenario", spec.name());
            report.write(node);
            node.set("settings", Figures.words(settings));
            node.set("environment", Figures.words(environment));
            JsonOutput.printLine(out, node);
        } else {
            report.lines().forEach(out::println);
            out.println("Settings: " + Figures.text(settings));
            out.println("Environment: " + Figures.text(environment));
            out.flush();
        }
    }

    private Path folder() throws IOException {
        return options.data().isPresent()
                ? Files.createDirectories(options.data().get())
                : Files.createTempDirectory("duestream-bench-");
    }
}
