package io.duestream.cli.node;

import io.duestream.cli.connection.Brokers;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.cli.output.Problems;
import io.duestream.client.KafkaConnection;
import io.duestream.cluster.Role;
import io.duestream.record.NodeReport;
import io.duestream.record.control.Control;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks something of executors and waits until their reports say that it is done. */
abstract class Asked {
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final int MOST_SECONDS = 86_400;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "How long to wait until the nodes have done it; default ${DEFAULT-VALUE}, 0 does not wait.")
    private int timeout;

    /**
     * What is asked.
     *
     * @param body of the record
     * @param done whether a report shows that it was done
     * @param words what was done, for a person
     */
    record Order(Control body, Predicate<NodeReport> done, String words) {}

    /** Asks, after everything that is wrong has been told. */
    final int ask(List<String> names, Order order, Problems problems) throws InterruptedException {
        if (timeout < 0 || timeout > MOST_SECONDS) {
            problems.add("--timeout is " + timeout + "; 0 to " + MOST_SECONDS + " are allowed");
        }
        Optional<KafkaConnection> cluster = connection.read(problems);
        problems.requireNone(spec.commandLine());
        KafkaConnection reached = Brokers.require(cluster.orElseThrow());
        try (ReportTopic reports = ReportTopic.open(reached, WINDOW)) {
            List<String> nodes = executors(reports, names);
            Instant sent = ControlSender.send(reached, nodes, order.body());
            return timeout == 0 ? told(nodes) : await(reports, nodes, order, sent);
        }
    }

    private static List<String> executors(ReportTopic reports, List<String> names) {
        List<SeenNode> executors = reports.nodes().stream()
                .filter(node -> node.report().role().equals(Role.EXECUTOR.label()))
                .filter(node -> node.state(reports.now()) != SeenNode.State.ENDED)
                .toList();
        return names.stream()
                .map(name -> NodeNames.resolve(name, reports, executors))
                .distinct()
                .toList();
    }

    private int told(List<String> nodes) {
        nodes.forEach(node -> spec.commandLine().getOut().println(node + ": asked"));
        return ExitCode.OK;
    }

    private int await(ReportTopic reports, List<String> nodes, Order order, Instant sent) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Boolean> open = new LinkedHashMap<>();
        nodes.forEach(node -> open.put(node, true));
        long deadline = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
        while (true) {
            reports.readToEnd();
            for (String node : List.copyOf(open.keySet())) {
                SeenNode seen = reports.node(node).orElseThrow();
                if (!seen.reportedAt().isBefore(sent) && order.done().test(seen.report())) {
                    out.println(node + ": " + order.words());
                    open.remove(node);
                }
            }
            out.flush();
            if (open.isEmpty()) {
                return ExitCode.OK;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new CommandFailedException("not done within " + timeout + " s, as far as reports say: "
                        + String.join(", ", open.keySet())
                        + ". What was asked stays valid for an hour; see 'duestream node list'");
            }
            Thread.sleep(100);
        }
    }
}
