package io.duestream.tracker.process;

import io.duestream.cluster.ClusterConnection;
import io.duestream.cluster.GroupRegistry;
import io.duestream.cluster.MasterChangeListener;
import io.duestream.cluster.MasterElection;
import io.duestream.cluster.NodeInfo;
import io.duestream.cluster.RegisteredGroups;
import io.duestream.topic.TopicReport;
import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tracker in ZooKeeper: it is shown there, stands for master, and as master makes the dispatch topics of groups that
 * are registered and have none. Nothing waits for ZooKeeper; without it executors make the topics of their groups.
 */
final class Presence {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    private final Topics topics;
    private final GroupRegistry groups;
    private final MasterElection election;

    /** Begins to show a node and to let it stand for master; ends with the connection. */
    Presence(ClusterConnection connection, Topics topics, NodeInfo node, List<MasterChangeListener> listeners) {
        this.topics = topics;
        connection.register(node);
        this.groups = connection.groups();
        this.election = connection.stand(node);
        listeners.forEach(election::addListener);
    }

    /**
     * As master, makes the dispatch topics of registered groups that have none.
     *
     * @param exists whether a topic was there when they were looked at last
     * @param maker makes what is missing of topics
     */
    void makeTopicsOfGroups(Predicate<String> exists, Function<Collection<TopicSpec>, TopicReport> maker) {
        if (!election.isMaster()) {
            return;
        }
        List<TopicSpec> missing = groups.groups().filter(seen -> !seen.stale()).map(RegisteredGroups::settings).stream()
                .flatMap(settings -> settings.entrySet().stream())
                .filter(group -> group.getValue().registered() && Topics.validName(group.getKey()))
                .map(group -> topics.dispatch(group.getKey()))
                .filter(topic -> !exists.test(topic.name()))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        for (TopicReport.Topic topic : maker.apply(missing).topics()) {
            Optional<String> problem = topic.problems().stream().findFirst();
            if (topic.exists()) {
                LOG.info("made {} for a registered group", topic.name());
            } else {
                LOG.warn("{} of a registered group could not be made: {}", topic.name(), problem.orElse("no reason"));
            }
        }
    }
}
