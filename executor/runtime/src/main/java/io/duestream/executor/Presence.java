package io.duestream.executor;

import io.duestream.cluster.ClusterConnection;
import io.duestream.cluster.MasterChangeListener;
import io.duestream.cluster.MasterElection;
import io.duestream.cluster.NodeInfo;
import io.duestream.cluster.NodeRegistration;
import io.duestream.topic.Topics;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the node and its group in ZooKeeper, if one is configured, and lets it stand for master of its group. Nothing waits
 * for it and nothing rests on it.
 */
final class Presence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    private final Optional<ClusterConnection> connection;

    private final Optional<NodeRegistration> registration;

    private Presence(Optional<ClusterConnection> connection, Optional<NodeRegistration> registration) {
        this.connection = connection;
        this.registration = registration;
    }

    /**
     * Begins to show a node.
     *
     * @param listeners told who is master of the group
     * @throws IllegalArgumentException if the connect string cannot be used
     */
    static Presence show(
            Optional<String> zooKeeper, Topics topics, NodeInfo node, List<MasterChangeListener> listeners) {
        Optional<ClusterConnection> connection = zooKeeper.map(
                servers -> ClusterConnection.open(servers, ClusterConnection.DEFAULT_SESSION_TIMEOUT, topics));
        connection.ifPresent(opened -> {
            opened.groups().register(node.group()).whenComplete((settings, problem) -> {
                if (problem != null) {
                    LOG.warn("group {} was not registered in ZooKeeper: {}", node.group(), problem.toString());
                }
            });
            MasterElection election = opened.stand(node);
            listeners.forEach(election::addListener);
        });
        return new Presence(connection, connection.map(opened -> opened.register(node)));
    }

    /** Shows another number of threads. */
    void threads(int changed) {
        registration.ifPresent(shown -> shown.update(shown.info().withThreads(changed)));
    }

    @Override
    public void close() {
        connection.ifPresent(ClusterConnection::close);
    }
}
