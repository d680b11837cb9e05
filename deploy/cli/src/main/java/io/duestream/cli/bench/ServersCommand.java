package io.duestream.cli.bench;

import io.duestream.cli.local.Servers;
import io.duestream.embedded.EmbeddedCluster;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code duestream bench servers}: Kafka and ZooKeeper of a measured cluster, in a process of their own. */
@Command(
        name = "servers",
        hidden = true,
        description = "Runs Kafka and ZooKeeper alone.",
        mixinStandardHelpOptions = true)
public final class ServersCommand implements Callable<Integer> {
    /** A machine at its limit holds heartbeats up; the only broker must not be shut out of its cluster for it. */
    private static final Map<String, String> PATIENT = Map.of("broker.session.timeout.ms", "60000");

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Where everything is kept.")
    private Path data;

    /** Made by the command line. */
    public ServersCommand() {}

    @Override
    public Integer call() throws Exception {
        AtomicReference<EmbeddedCluster> running = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        AutoCloseable servers = () -> {
            EmbeddedCluster cluster = running.getAndSet(null);
            if (cluster != null) {
                cluster.close();
            }
            ended.countDown();
        };
        Servers.run(
                servers,
                () -> {
                    EmbeddedCluster cluster = EmbeddedCluster.start(new EmbeddedCluster.Settings(data, 0, 0, PATIENT));
                    running.set(cluster);
                    spec.commandLine()
                            .getOut()
                            .println("ready: " + cluster.bootstrapServers() + " " + cluster.zooKeeper());
                },
                ended::await);
        return ExitCode.OK;
    }
}
