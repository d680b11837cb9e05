package io.duestream.executor;

import io.duestream.cluster.ClusterConnection;
import io.duestream.cluster.NodeInfo;
import io.duestream.topic.Topics;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the node and its group in ZooKeeper, if one is configured. Nothing waits for it and nothing rests on it. */
final class Presence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    private final Optional<ClusterConnection> connection;

    private Presence(Optional<ClusterConnection> connection) {
        this.connection = connection;
    }

    /**
     * Begins to show a node.
     *
     * @throws IllegalArgumentException if the connect string cannot be used
     */
    static Presence show(Optional<String> zooKeeper, Topics topics, NodeInfo node) {
        Optional<ClusterConnection> connection = zooKeeper.map(
                servers -> ClusterConnection.open(servers, ClusterConnection.DEFAULT_SESSION_TIMEOUT, topics));
        connection.ifPresent(opened -> {
            opened.register(node);
            opened.groups().register(node.group()).whenComplete((settings, problem) -> {
                if (problem != null) {
                    LOG.warn("group {} was not registered in ZooKeeper: {}", node.group(), problem.toString());
                }
            });
        });
        return new Presence(connection);
    }

    @Override
    public void close() {
        connection.ifPresent(ClusterConnection::close);
    }
}
