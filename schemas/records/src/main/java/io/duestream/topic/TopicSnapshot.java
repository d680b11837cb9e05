package io.duestream.topic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.Uuid;

/** The topics of a cluster at one moment. Immutable. */
public final class TopicSnapshot {
    private final Map<String, SeenTopic> topics;
    private final Set<String> groups;

    TopicSnapshot(Topics cluster, Map<String, SeenTopic> topics) {
        this.topics = Map.copyOf(topics);
        this.groups = Set.copyOf(this.topics.keySet().stream()
                .flatMap(name -> cluster.groupOf(name).stream())
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /**
     * One topic.
     *
     * @param name full name
     * @param id given by the brokers at its creation
     * @param partitions its partitions in order
     */
    public record SeenTopic(String name, Uuid id, List<PartitionInfo> partitions) {
        /** Copies the list. */
        public SeenTopic {
            partitions = List.copyOf(partitions);
        }
    }

    /** The topics by name; those of the cluster alone. */
    public Map<String, SeenTopic> topics() {
        return topics;
    }

    /** Whether a topic exists. */
    public boolean has(String topic) {
        return topics.containsKey(topic);
    }

    /** The partitions of a topic in order; empty if it does not exist. */
    public List<PartitionInfo> partitionsFor(String topic) {
        SeenTopic seen = topics.get(topic);
        return seen == null ? List.of() : seen.partitions();
    }

    /** The partition count of a topic; 0 if it does not exist. */
    public int partitions(String topic) {
        return partitionsFor(topic).size();
    }

    /** The id of a topic; empty if it does not exist. */
    public Optional<Uuid> id(String topic) {
        return Optional.ofNullable(topics.get(topic)).map(SeenTopic::id);
    }

    /** The ids by topic name. */
    public Map<String, Uuid> ids() {
        Map<String, Uuid> ids = new HashMap<>();
        topics.forEach((name, topic) -> ids.put(name, topic.id()));
        return ids;
    }

    /** The node groups whose dispatch topic exists. */
    public Set<String> groups() {
        return groups;
    }

    /** Whether the same topics exist, with the same ids and partition counts; who leads a partition is left aside. */
    boolean sameAs(TopicSnapshot other) {
        return topics.keySet().equals(other.topics.keySet())
                && topics.values().stream()
                        .allMatch(topic -> Objects.equals(
                                        topic.id(),
                                        other.topics.get(topic.name()).id())
                                && topic.partitions().size() == other.partitions(topic.name()));
    }
}
