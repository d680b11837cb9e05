package io.duestream.cli.bench;

import io.duestream.cli.connection.Configuration;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.local.Servers;
import io.duestream.tracker.process.TrackerConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code duestream bench forwarder}: what stands in the tracker's place to find out what the log allows. */
@Command(
        name = "forwarder",
        hidden = true,
        description = "Forwards records and decides nothing.",
        mixinStandardHelpOptions = true)
public final class ForwarderCommand implements Callable<Integer> {
    private static final int FORWARDER_THREADS = 2;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(names = "--payload", paramLabel = "BYTES", defaultValue = "100", description = "Payload of the jobs.")
    private int payload;

    /** Made by the command line. */
    public ForwarderCommand() {}

    @Override
    public Integer call() throws Exception {
        Configuration configuration = connection.configuration();
        TrackerConfig config = TrackerConfig.of(configuration.forTracker());
        Templates templates = new Templates(payload, Instant.now());
        List<Forwarder> forwarders = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        int count = configuration.number(TrackerConfig.THREADS, FORWARDER_THREADS, 1);
        for (int i = 0; i < count; i++) {
            Forwarder forwarder = new Forwarder(configuration.connection(), config, templates);
            forwarders.add(forwarder);
            threads.add(new Thread(forwarder, "forwarder-" + i));
        }
        AutoCloseable running = () -> {
            forwarders.forEach(Forwarder::stop);
            for (Thread thread : threads) {
                thread.join(10_000);
            }
            ended.countDown();
        };
        Servers.run(
                running,
                () -> {
                    threads.forEach(Thread::start);
                    spec.commandLine().getOut().println("ready: " + count + " threads");
                },
                ended::await);
        return ExitCode.OK;
    }
}
