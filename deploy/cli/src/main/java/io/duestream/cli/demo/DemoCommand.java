package io.duestream.cli.demo;

import io.duestream.cli.local.LocalCluster;
import io.duestream.cli.local.Servers;
import io.duestream.cli.output.LiveLines;
import io.duestream.cli.output.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code duestream demo}: jobs of every kind on a cluster of its own, in this process. */
@Command(
        name = "demo",
        description =
                "Runs sample jobs of every kind on a cluster of its own, in this process, and shows what becomes of"
                        + " each.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--exit",
            description = "End when all is done: with 0 if every sample job did what it should, else with 1.")
    private boolean exit;

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long the sample jobs may take, from their submission; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--kafka-port",
            defaultValue = "0",
            paramLabel = "PORT",
            description = "Port for Kafka clients; default a free one.")
    private int kafkaPort;

    @Option(
            names = "--zookeeper-port",
            defaultValue = "0",
            paramLabel = "PORT",
            description = "Port for ZooKeeper clients; default a free one.")
    private int zooKeeperPort;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        PrintWriter out = spec.commandLine().getOut();
        DemoData data = DemoData.create();
        LocalCluster cluster = new LocalCluster(data.folder());
        cluster.keep(data);
        Thread atExit = new Thread(cluster::close, "demo-end");
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            DemoRun run = new DemoRun(cluster, out, LiveLines.possible());
            run.start(kafkaPort, zooKeeperPort);
            boolean asExpected = run.samples(Duration.ofSeconds(seconds));
            if (!exit) {
                stay(cluster, out);
            }
            return asExpected ? ExitCode.OK : ExitCode.SOFTWARE;
        } finally {
            cluster.close();
            removeHook(atExit);
        }
    }

    private void check() {
        Problems problems = new Problems();
        if (seconds < 1) {
            problems.add("--within is " + seconds + "; expected 1 or more");
        }
        Servers.checkPort("--kafka-port", kafkaPort, problems);
        Servers.checkPort("--zookeeper-port", zooKeeperPort, problems);
        problems.requireNone(spec.commandLine());
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            // The hook runs or has run; nothing is left to remove.
            return;
        }
    }

    private static void stay(LocalCluster cluster, PrintWriter out) throws InterruptedException {
        String at = " --bootstrap " + cluster.bootstrapServers();
        out.println();
        out.println("The cluster goes on until Ctrl-C: Kafka " + cluster.bootstrapServers() + ", ZooKeeper "
                + cluster.zooKeeper() + ". In another terminal:");
        out.println("  deploy/duestream job submit" + at + " --wait --type greet demo/hello");
        out.println("  deploy/duestream audit timeline" + at + " demo/hello");
        out.println("  deploy/duestream job list" + at);
        out.flush();
        cluster.awaitEnded();
    }
}
