package io.duestream.cli.standalone;

import io.duestream.cli.connection.Configuration;
import io.duestream.cli.local.LocalCluster;
import io.duestream.cli.local.Servers;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.cli.output.Problems;
import io.duestream.embedded.EmbeddedClusterException;
import io.duestream.executor.runners.BuiltInRunners;
import io.duestream.topic.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code duestream standalone}: a cluster in one process that keeps its data. */
@Command(
        name = "standalone",
        description =
                "Runs a whole cluster in this process: Kafka, ZooKeeper, tracker and feedback-stream. What it is given"
                        + " it keeps, over restarts and kill -9. One node keeps one copy of everything.",
        mixinStandardHelpOptions = true)
public final class StandaloneCommand implements Callable<Integer> {
    private static final int DEFAULT_KAFKA_PORT = 9092;
    private static final int DEFAULT_ZOOKEEPER_PORT = 2181;

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Where everything is kept.")
    private Path data;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "" + DEFAULT_KAFKA_PORT,
            description = "Port for Kafka clients; default ${DEFAULT-VALUE}, 0 takes a free one and stays with it.")
    private int kafkaPort;

    @Option(
            names = "--zookeeper-port",
            paramLabel = "PORT",
            defaultValue = "" + DEFAULT_ZOOKEEPER_PORT,
            description = "Port for ZooKeeper clients; default ${DEFAULT-VALUE}, 0 takes a free one and stays with it.")
    private int zooKeeperPort;

    @Option(
            names = "--executor-group",
            paramLabel = "NAME",
            description = "Also run an executor for this group, with the built-in runners noop, sleep and log.")
    private String executorGroup;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "A configuration key of the tracker, such as partitions=8 at the first start.")
    private Map<String, String> tracker = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        check();
        LocalCluster cluster = new LocalCluster(data.toAbsolutePath());
        Servers.run(cluster, () -> start(cluster), cluster::awaitEnded);
        return ExitCode.OK;
    }

    private void check() {
        Problems problems = new Problems();
        if (executorGroup != null && !Topics.validName(executorGroup)) {
            problems.add("--executor-group is '" + executorGroup + "'; expected 1 to 64 of A-Z a-z 0-9 _ -");
        }
        Servers.checkPort("--kafka-port", kafkaPort, problems);
        Servers.checkPort("--zookeeper-port", zooKeeperPort, problems);
        tracker.keySet().stream()
                .filter(LocalCluster.DECIDED_HERE::contains)
                .forEach(key -> problems.add("-D " + key + " cannot be given: the cluster in one process decides it"));
        problems.read(() -> Configuration.of(Map.of(), Map.of(), tracker))
                .ifPresent(
                        read -> Configuration.trackerProblems(read.forTracker()).forEach(problems::add));
        problems.requireNone(spec.commandLine());
    }

    private void start(LocalCluster cluster) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Starting Kafka, ZooKeeper, tracker and feedback-stream over " + data.toAbsolutePath() + " …");
        try {
            cluster.startServers(kafkaPort, zooKeeperPort);
        } catch (EmbeddedClusterException e) {
            throw new CommandFailedException(withFlags(e.getMessage()), e);
        }
        cluster.startTracker(tracker);
        cluster.startFeedback();
        if (executorGroup != null) {
            cluster.startExecutor(builder -> {
                builder.group(executorGroup);
                BuiltInRunners.byName().forEach(builder::runner);
                builder.defaultRunner(BuiltInRunners.byName().get("log"));
            });
        }
        ready(cluster, out);
    }

    /** The embedded servers speak of configuration keys; here they are flags. */
    private static String withFlags(String message) {
        return message.replace("embedded.kafka.port=<port>", "--kafka-port <port>")
                .replace("embedded.zookeeper.port=<port>", "--zookeeper-port <port>");
    }

    private void ready(LocalCluster cluster, PrintWriter out) {
        String at = cluster.bootstrapServers().equals("127.0.0.1:" + DEFAULT_KAFKA_PORT)
                ? ""
                : " --bootstrap " + cluster.bootstrapServers();
        out.println("ready: Kafka " + cluster.bootstrapServers() + ", ZooKeeper " + cluster.zooKeeper()
                + "; Ctrl-C ends it and keeps the data. In other terminals:");
        if (executorGroup == null) {
            out.println("  deploy/duestream executor" + at + " --group try --runner log");
        }
        String group = executorGroup == null ? "try" : executorGroup;
        out.println("  deploy/duestream job submit" + at + " --wait --type log --payload hello " + group + "/first");
        out.println("  deploy/duestream job submit" + at + " --type log --cron '0/10 * * * * ?' --zone UTC " + group
                + "/each-10-seconds");
        out.println("  deploy/duestream audit timeline" + at + " " + group + "/first");
        out.flush();
    }
}
