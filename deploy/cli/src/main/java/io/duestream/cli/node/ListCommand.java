package io.duestream.cli.node;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.connection.Configuration;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.Problems;
import io.duestream.cli.output.TextTable;
import io.duestream.client.KafkaConnection;
import io.duestream.cluster.Role;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code duestream node list}. */
@Command(
        name = "list",
        description = "Lists the nodes of a cluster as they report themselves each second: role, group, threads, what"
                + " runs, processor and memory, the age of the last report. With --zookeeper also who is master.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream node list --role executor --group mail"})
final class ListCommand implements Callable<Integer> {
    private static final int MOST_SECONDS = 86_400;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(names = "--role", paramLabel = "ROLE", description = "Only nodes of this role, such as executor.")
    private String role;

    @Option(names = "--group", paramLabel = "NAME", description = "Only nodes of this node group.")
    private String group;

    @Option(
            names = "--since",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long ago the last report of a node may be; default ${DEFAULT-VALUE}.")
    private int since;

    @Option(names = "--all", description = "Also those that have ended.")
    private boolean all;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    /** Why it is not known who is master. */
    private String noMasters;

    @Override
    public Integer call() throws InterruptedException {
        Problems problems = new Problems();
        if (role != null && Role.ofLabel(role).isEmpty()) {
            problems.add("--role is '" + role + "'; known are "
                    + Arrays.stream(Role.values()).map(Role::label).collect(Collectors.joining(", ")));
        }
        if (since < 1 || since > MOST_SECONDS) {
            problems.add("--since is " + since + "; 1 to " + MOST_SECONDS + " are allowed");
        }
        problems.requireNone(spec.commandLine());
        Configuration configuration = connection.configuration();
        KafkaConnection cluster = connection.connection();
        Optional<Set<String>> masters = masters(configuration, cluster);
        try (ReportTopic reports = ReportTopic.open(cluster, Duration.ofSeconds(since))) {
            Instant now = reports.now();
            List<SeenNode> nodes = reports.nodes().stream()
                    .filter(node -> fits(node, now))
                    .sorted(Comparator.comparing(
                                    (SeenNode node) -> node.report().role())
                            .thenComparing(node -> node.report().group())
                            .thenComparing(node -> node.report().node()))
                    .toList();
            print(nodes, masters, now, reports.unreadable());
        }
        return ExitCode.OK;
    }

    private boolean fits(SeenNode node, Instant now) {
        return (role == null || node.report().role().equals(role))
                && (group == null || node.report().group().equals(group))
                && (all || node.state(now) != SeenNode.State.ENDED)
                && node.age(now).compareTo(Duration.ofSeconds(since)) <= 0;
    }

    private Optional<Set<String>> masters(Configuration configuration, KafkaConnection cluster)
            throws InterruptedException {
        Optional<String> zooKeeper = configuration.zooKeeper();
        if (zooKeeper.isEmpty()) {
            noMasters = "masters are elected in ZooKeeper, and no address of it is given (--zookeeper HOST:PORT, or"
                    + " zookeeper.connect in the configuration)";
            return Optional.empty();
        }
        Optional<Set<String>> masters = Masters.of(zooKeeper.get(), cluster.topics());
        if (masters.isEmpty()) {
            noMasters = "ZooKeeper at " + zooKeeper.get() + " was not reached within " + Masters.PATIENCE.toSeconds()
                    + " s";
        }
        return masters;
    }

    private void print(List<SeenNode> nodes, Optional<Set<String>> masters, Instant now, long unreadable) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonOutput.print(out, json(nodes, masters, now, unreadable));
            return;
        }
        if (nodes.isEmpty()) {
            out.println("no node has reported in the last " + since + " s");
        } else {
            TextTable table = TextTable.of(
                    "NODE", "ROLE", "GROUP", "MASTER", "BUSY", "STARTED", "CPU", "HEAP", "AGE", "VERSION", "STATE");
            nodes.forEach(node -> table.row(cells(node, masters, now)));
            table.lines().forEach(out::println);
            if (masters.isEmpty()) {
                out.println("MASTER is ?: " + noMasters);
            }
        }
        if (unreadable > 0) {
            out.println(unreadable + " records there are no node reports that this version can read");
        }
        out.flush();
    }

    private static String[] cells(SeenNode node, Optional<Set<String>> masters, Instant now) {
        String state = node.state(now).label();
        return new String[] {
            node.report().node(),
            node.report().role(),
            node.report().group(),
            masters.map(ids -> ids.contains(node.report().node()) ? "yes" : "no")
                    .orElse("?"),
            node.report().busy() + "/" + node.report().threads(),
            Long.toString(node.report().started()),
            node.report().cpuLoad().map(load -> Math.round(100 * load) + " %").orElse("?"),
            node.report().heapMax() > 0
                    ? Math.round(100.0
                                    * node.report().heapUsed()
                                    / node.report().heapMax()) + " %"
                    : "?",
            "%.1f s".formatted(node.age(now).toMillis() / 1000.0),
            node.report().version(),
            node.state(now) == SeenNode.State.HELD_BACK
                    ? state + ": " + node.report().heldBack()
                    : state,
        };
    }

    private ObjectNode json(List<SeenNode> nodes, Optional<Set<String>> masters, Instant now, long unreadable) {
        ObjectNode root = JsonOutput.object();
        ArrayNode list = root.putArray("nodes");
        for (SeenNode node : nodes) {
            ObjectNode each = JsonOutput.of(node.report());
            each.put("idle", Math.max(0, node.report().threads() - node.report().busy()));
            each.put("state", node.state(now).label());
            each.put("reportedAt", node.reportedAt().toString());
            each.put("age", node.age(now).toString());
            each.put(
                    "master",
                    masters.map(ids -> ids.contains(node.report().node())).orElse(null));
            list.add(each);
        }
        root.put("mastersKnown", masters.isPresent());
        root.put("mastersNotKnown", masters.isPresent() ? null : noMasters);
        return root.put("unreadable", unreadable);
    }
}
