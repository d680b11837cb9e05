package io.duestream.cli.topic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.connection.Brokers;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.Problems;
import io.duestream.cli.output.TextTable;
import io.duestream.client.KafkaConnection;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.TopicReport;
import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code duestream topic create}. */
@Command(
        name = "create",
        description =
                "Makes the topics of a cluster that are missing, and says how existing ones differ from what they have"
                        + " to be. Existing topics are left as they are. A tracker does the same at its start.",
        mixinStandardHelpOptions = true)
final class TopicCreateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of a new cluster's topics, fixed for its life; default "
                    + TopicProvisioner.DEFAULT_PARTITIONS + ". Of a cluster that has others nothing is changed.")
    private Integer partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "R",
            defaultValue = "" + TopicProvisioner.BROKERS_DEFAULT,
            description = "Copies of each partition; default ${DEFAULT-VALUE}, which leaves it to the brokers.")
    private short replicationFactor;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "Also the dispatch topic of this node group; may be given several times.")
    private List<String> groups = new ArrayList<>();

    @Option(
            names = "--client-group",
            paramLabel = "NAME",
            description = "Also the outcomes topic of this client group; may be given several times.")
    private List<String> clientGroups = new ArrayList<>();

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Problems problems = new Problems();
        Optional<KafkaConnection> read = connection.read(problems);
        List<TopicSpec> specs = specs(read.map(KafkaConnection::cluster).orElse(Topics.DEFAULT_CLUSTER), problems);
        checkNumbers(problems);
        problems.requireNone(spec.commandLine());
        KafkaConnection cluster = Brokers.require(read.orElseThrow());
        try (Admin admin = Admin.create(Brokers.settings(cluster))) {
            int wanted = partitions == null ? TopicProvisioner.DEFAULT_PARTITIONS : partitions;
            TopicReport report = new TopicProvisioner(admin, wanted, replicationFactor).ensure(specs);
            List<String> found = new ArrayList<>(report.problems());
            otherPartitions(report, cluster).ifPresent(found::add);
            if (json) {
                JsonOutput.print(spec.commandLine().getOut(), node(report, found));
            } else {
                print(report, found);
            }
            return found.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    /** Who asked for a number has not got it where the cluster has another. */
    private Optional<String> otherPartitions(TopicReport report, KafkaConnection cluster) {
        return report.topic(cluster.topics().commands().name())
                .filter(commands -> partitions != null && commands.exists() && commands.partitions() != partitions)
                .map(commands -> "--partitions " + partitions + " was not done: cluster '" + cluster.cluster()
                        + "' has " + commands.partitions() + ", fixed for its life. Leave --partitions out, or make"
                        + " a new cluster under another name (--cluster)");
    }

    private void checkNumbers(Problems problems) {
        if (partitions != null && partitions < 1) {
            problems.add("--partitions is " + partitions + "; expected 1 or more");
        }
        if (replicationFactor < 1 && replicationFactor != TopicProvisioner.BROKERS_DEFAULT) {
            problems.add("--replication-factor is " + replicationFactor + "; expected 1 or more, or "
                    + TopicProvisioner.BROKERS_DEFAULT + " for the brokers' default");
        }
    }

    private List<TopicSpec> specs(String cluster, Problems problems) {
        Topics topics = Topics.of(cluster);
        List<TopicSpec> specs = new ArrayList<>(topics.fixed());
        groups.forEach(each -> problems.read(() -> topics.dispatch(each)).ifPresent(specs::add));
        clientGroups.forEach(each -> problems.read(() -> topics.outcomes(each)).ifPresent(specs::add));
        return specs;
    }

    private void print(TopicReport report, List<String> problems) {
        TextTable table = TextTable.of("TOPIC", "STATE", "PARTITIONS");
        report.topics()
                .forEach(each -> table.row(
                        each.name(),
                        each.state().name().toLowerCase(Locale.ROOT),
                        Integer.toString(each.partitions())));
        PrintWriter out = spec.commandLine().getOut();
        table.lines().forEach(out::println);
        problems.forEach(each -> spec.commandLine().getErr().println("duestream: " + each));
    }

    private static ObjectNode node(TopicReport report, List<String> found) {
        ObjectNode root = JsonOutput.object();
        ArrayNode topics = root.putArray("topics");
        for (TopicReport.Topic topic : report.topics()) {
            ObjectNode node = topics.addObject();
            node.put("name", topic.name());
            node.put("state", topic.state().name());
            node.put("partitions", topic.partitions());
            node.put("id", topic.id().toString());
            ArrayNode problems = node.putArray("problems");
            topic.problems().forEach(problems::add);
        }
        ArrayNode all = root.putArray("problems");
        found.forEach(all::add);
        return root;
    }
}
