package io.duestream.cluster;

import java.util.List;

/**
 * The nodes that are there, as ZooKeeper told last.
 *
 * @param nodes by role, group and id
 * @param problems znodes that cannot be read, with the reason, for a person
 * @param stale whether ZooKeeper is away, so that this may be outdated; nothing may be concluded from it
 */
public record ClusterNodes(List<NodeInfo> nodes, List<String> problems, boolean stale) {
    /** Copies the lists. */
    public ClusterNodes {
        nodes = List.copyOf(nodes);
        problems = List.copyOf(problems);
    }

    /** The nodes of a role. */
    public List<NodeInfo> of(Role role) {
        return nodes.stream().filter(node -> node.role() == role).toList();
    }

    /** The nodes of a role in a group. */
    public List<NodeInfo> of(Role role, String group) {
        return nodes.stream()
                .filter(node -> node.role() == role && node.group().equals(group))
                .toList();
    }
}
