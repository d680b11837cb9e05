package io.duestream.cli.node;

import io.duestream.cli.output.CommandFailedException;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the node that is meant: by its id, or by the end of it where no other node's ends so. */
final class NodeNames {
    private NodeNames() {}

    /**
     * The id of an executor that lives.
     *
     * @throws CommandFailedException if there is none, several, or it is no executor, with those that are known
     */
    static String resolve(String name, ReportTopic reports, List<SeenNode> executors) {
        List<String> fitting = executors.stream()
                .map(node -> node.report().node())
                .filter(id -> id.equals(name) || id.endsWith(name))
                .toList();
        if (fitting.contains(name) || fitting.size() == 1) {
            String id = fitting.contains(name) ? name : fitting.get(0);
            SeenNode node = reports.node(id).orElseThrow();
            if (node.state(reports.now()) == SeenNode.State.SILENT) {
                throw new CommandFailedException("node " + id + " has not reported for "
                        + node.age(reports.now()).toSeconds() + " s; it can be asked nothing");
            }
            return id;
        }
        if (fitting.size() > 1) {
            throw new CommandFailedException(
                    "'" + name + "' may be each of " + String.join(", ", fitting) + "; give more of the id");
        }
        String other = reports.node(name)
                .map(node -> "node '" + name + "' is a " + node.report().role()
                        + " or has ended; only executors that live can be asked")
                .orElse("no executor '" + name + "' has reported lately");
        throw new CommandFailedException(other + ". Known are: "
                + (executors.isEmpty()
                        ? "none"
                        : executors.stream()
                                .map(node -> node.report().node() + " ("
                                        + node.report().group() + ")")
                                .collect(Collectors.joining(", "))));
    }
}
