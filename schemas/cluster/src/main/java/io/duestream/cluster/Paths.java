package io.duestream.cluster;

import io.duestream.topic.Topics;

/**
 * The paths of one cluster. Full paths are used instead of a namespace of the client, which would be made in the
 * caller's thread, and that waits for ZooKeeper.
 */
record Paths(String root) {
    static final String NO_GROUP = "-";

    static Paths of(Topics topics) {
        return new Paths("/duestream/" + topics.cluster());
    }

    String nodes() {
        return root + "/nodes";
    }

    String node(NodeInfo node) {
        return nodes() + "/" + roleAndGroup(node) + "/" + node.id();
    }

    String masters() {
        return root + "/masters";
    }

    String masters(NodeInfo node) {
        return masters() + "/" + roleAndGroup(node);
    }

    private static String roleAndGroup(NodeInfo node) {
        return node.role().label() + "/" + (node.group().isEmpty() ? NO_GROUP : node.group());
    }

    String groups() {
        return root + "/groups";
    }

    String group(String group) {
        return groups() + "/" + group;
    }
}
