package io.duestream.cluster;

import io.duestream.topic.Topics;

/**
 * The paths of one cluster. Full paths are used instead of a namespace of the client, which would be made in the
 * caller's thread, and that waits for ZooKeeper.
 */
record Paths(String root) {
    private static final String NO_GROUP = "-";

    static Paths of(Topics topics) {
        return new Paths("/duestream/" + topics.cluster());
    }

    String nodes() {
        return root + "/nodes";
    }

    String node(NodeInfo node) {
        String group = node.group().isEmpty() ? NO_GROUP : node.group();
        return nodes() + "/" + node.role().label() + "/" + group + "/" + node.id();
    }

    String groups() {
        return root + "/groups";
    }

    String group(String group) {
        return groups() + "/" + group;
    }
}
