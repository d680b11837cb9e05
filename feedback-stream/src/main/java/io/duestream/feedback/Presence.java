package io.duestream.feedback;

import io.duestream.cluster.ClusterConnection;
import io.duestream.cluster.MasterChangeListener;
import io.duestream.cluster.MasterElection;
import io.duestream.cluster.NodeInfo;
import io.duestream.node.NodeReporting;
import io.duestream.node.NodeWork;
import io.duestream.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows the node to the others: reports each second, and ZooKeeper if one is configured, where it stands for master of the
 * feedback-streams. Nothing waits for either.
 */
final class Presence implements AutoCloseable {
    private final Optional<ClusterConnection> connection;
    private final NodeReporting reporting;

    private Presence(Optional<ClusterConnection> connection, NodeReporting reporting) {
        this.connection = connection;
        this.reporting = reporting;
    }

    /**
     * Begins to show a node.
     *
     * @param zooKeeper connect string
     * @param clients settings of Kafka clients
     * @param listeners told who is master
     * @throws IllegalArgumentException if the connect string cannot be used
     */
    static Presence show(
            Optional<String> zooKeeper,
            Topics topics,
            NodeInfo node,
            Map<String, Object> clients,
            List<MasterChangeListener> listeners) {
        Optional<ClusterConnection> connection = zooKeeper.map(
                address -> ClusterConnection.open(address, ClusterConnection.DEFAULT_SESSION_TIMEOUT, topics));
        try {
            connection.ifPresent(opened -> {
                opened.register(node);
                MasterElection election = opened.stand(node);
                listeners.forEach(election::addListener);
            });
            NodeWork work =
                    NodeWork.consuming(node.threads(), List.of(topics.audit().name()));
            return new Presence(connection, NodeReporting.start(clients, topics, node.reporting(), () -> work));
        } catch (RuntimeException e) {
            connection.ifPresent(ClusterConnection::close);
            throw e;
        }
    }

    @Override
    public void close() {
        reporting.close();
        connection.ifPresent(ClusterConnection::close);
    }
}
