package io.duestream.cli.bench;

import io.duestream.cli.connection.Brokers;
import io.duestream.cli.connection.Configuration;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.local.Servers;
import io.duestream.client.KafkaConnection;
import io.duestream.tracker.process.TrackerConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
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
    /** Begins a line that tells why a thread began anew. */
    static final String RESTART = "restart: ";

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
        int wanted = configuration.number(TrackerConfig.THREADS, FORWARDER_THREADS, 1);
        KafkaConnection cluster = configuration.connection();
        Templates templates = new Templates(payload, Instant.now());
        List<Forwarder> forwarders = new ArrayList<>();
        for (List<TopicPartition> share : shares(cluster, wanted)) {
            forwarders.add(new Forwarder(
                    new ForwarderClients(cluster, config), cluster.topics(), share, templates, this::tellRestart));
        }
        ForwarderThreads threads = new ForwarderThreads(forwarders);
        Servers.run(
                threads::close,
                () -> {
                    threads.start();
                    spec.commandLine().getOut().println("ready: " + forwarders.size() + " threads");
                },
                threads::awaitEnd);
        return ExitCode.OK;
    }

    private synchronized void tellRestart(String reason) {
        spec.commandLine().getOut().println(RESTART + reason.replace('\n', ' '));
    }

    /** The partitions of commands and feedback for each thread: as many threads as there are partitions at most. */
    private static List<List<TopicPartition>> shares(KafkaConnection cluster, int wanted)
            throws InterruptedException, ExecutionException {
        List<String> names = List.of(
                cluster.topics().commands().name(), cluster.topics().feedback().name());
        try (Admin admin = Admin.create(Brokers.settings(cluster))) {
            List<TopicPartition> all = admin.describeTopics(names).allTopicNames().get().values().stream()
                    .flatMap(topic ->
                            topic.partitions().stream().map(each -> new TopicPartition(topic.name(), each.partition())))
                    .toList();
            return List.copyOf(all.stream()
                    .collect(Collectors.groupingBy(each -> each.partition() % wanted))
                    .values());
        }
    }
}
