package io.duestream.cli.role;

import io.duestream.cli.connection.Configuration;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.local.Servers;
import io.duestream.cli.output.Problems;
import io.duestream.tracker.process.Tracker;
import io.duestream.tracker.process.TrackerConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code duestream tracker}. */
@Command(
        name = "tracker",
        description =
                "Runs a tracker, which decides what runs when. Several share the work and take over from each other."
                        + " It makes the cluster's topics where they are missing.",
        mixinStandardHelpOptions = true)
public final class TrackerCommand implements Callable<Integer> {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Where its state is kept; keep it over restarts. Default duestream-state.")
    private Path stateDir;

    @Override
    public Integer call() throws Exception {
        Configuration configuration = connection.configuration();
        Map<String, String> settings = new HashMap<>(configuration.forTracker());
        if (stateDir != null) {
            settings.put(TrackerConfig.STATE_DIR, stateDir.toString());
        }
        TrackerConfig config = config(settings);
        PrintWriter out = spec.commandLine().getOut();
        out.println("tracker: " + configuration.describe());
        RoleProcess process = new RoleProcess();
        AtomicReference<Tracker> running = new AtomicReference<>();
        Servers.run(
                process,
                () -> {
                    Tracker tracker = process.keep(Tracker.start(config));
                    running.set(tracker);
                    while (!tracker.awaitRunning(LOOK_EVERY)) {
                        process.requireOpen();
                    }
                    out.println("ready: tracker " + tracker.node());
                },
                () -> running.get().awaitEnded());
        return ExitCode.OK;
    }

    private TrackerConfig config(Map<String, String> settings) {
        Problems problems = new Problems();
        Configuration.trackerProblems(settings).forEach(problems::add);
        problems.requireNone(spec.commandLine());
        return TrackerConfig.of(settings);
    }
}
