package io.duestream.feedback;

import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.Topics;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Configuration of a feedback-stream.
 *
 * @param bootstrapServers Kafka brokers, {@code host:port} separated by commas
 * @param cluster name of the cluster
 * @param kafka settings for every Kafka client by Kafka's own names, such as those of TLS and SASL; those that
 *     exactly-once rests on cannot be overridden
 * @param zooKeeper where to show this node, {@code host:port} separated by commas; empty to show it nowhere
 * @param instance name of this process that no other process at work has, the same after a restart; see
 *     {@link FeedbackStream} for what it is good for. Empty for a new one at each start
 * @param replicationFactor of the outcomes topics made here, {@link TopicProvisioner#BROKERS_DEFAULT} for the brokers'
 *     choice
 */
public record FeedbackConfig(
        String bootstrapServers,
        String cluster,
        Map<String, String> kafka,
        Optional<String> zooKeeper,
        Optional<String> instance,
        short replicationFactor) {
    /** Copies the map and refuses nulls. */
    public FeedbackConfig {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers");
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(zooKeeper, "zooKeeper");
        Objects.requireNonNull(instance, "instance");
        kafka = Map.copyOf(kafka);
    }

    /** The feedback-stream of a cluster, with nothing else said. */
    public static FeedbackConfig of(String bootstrapServers, String cluster) {
        return new FeedbackConfig(
                bootstrapServers,
                cluster,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                TopicProvisioner.BROKERS_DEFAULT);
    }

    /** The same with other settings for the Kafka clients. */
    public FeedbackConfig withKafka(Map<String, String> settings) {
        return new FeedbackConfig(bootstrapServers, cluster, settings, zooKeeper, instance, replicationFactor);
    }

    /** The same, shown in a ZooKeeper. */
    public FeedbackConfig withZooKeeper(String connectString) {
        return new FeedbackConfig(
                bootstrapServers, cluster, kafka, Optional.of(connectString), instance, replicationFactor);
    }

    /** The same under a name that lasts over restarts. */
    public FeedbackConfig withInstance(String name) {
        return new FeedbackConfig(bootstrapServers, cluster, kafka, zooKeeper, Optional.of(name), replicationFactor);
    }

    /** The same with another replication factor for the topics made here. */
    public FeedbackConfig withReplicationFactor(short factor) {
        return new FeedbackConfig(bootstrapServers, cluster, kafka, zooKeeper, instance, factor);
    }

    Topics topics() {
        return Topics.of(cluster);
    }
}
