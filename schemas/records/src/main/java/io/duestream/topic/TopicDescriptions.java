package io.duestream.topic;

import static org.apache.kafka.common.config.ConfigResource.Type.TOPIC;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the brokers how topics are. */
final class TopicDescriptions {
    private static final int TIMEOUT_MILLIS = 15_000;

    private final Admin admin;

    TopicDescriptions(Admin admin) {
        this.admin = admin;
    }

    /** Those of {@code names} that exist, by name. */
    Map<String, ExistingTopic> of(Collection<String> names) {
        Map<String, TopicDescription> found = new LinkedHashMap<>();
        DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS);
        admin.describeTopics(names, options).topicNameValues().forEach((name, reply) -> {
            try {
                found.put(name, Replies.await(reply));
            } catch (UnknownTopicOrPartitionException e) {
                // Not there: that is an answer.
            }
        });
        Map<String, ExistingTopic> existing = new HashMap<>();
        configs(found.keySet())
                .forEach((name, reply) ->
                        existing(found.get(name), reply).ifPresent(topic -> existing.put(name, topic)));
        return existing;
    }

    private Map<String, KafkaFuture<Config>> configs(Collection<String> names) {
        if (names.isEmpty()) {
            return Map.of();
        }
        List<ConfigResource> resources =
                names.stream().map(name -> new ConfigResource(TOPIC, name)).toList();
        DescribeConfigsOptions options = new DescribeConfigsOptions().timeoutMs(TIMEOUT_MILLIS);
        Map<String, KafkaFuture<Config>> replies = new HashMap<>();
        admin.describeConfigs(resources, options)
                .values()
                .forEach((resource, reply) -> replies.put(resource.name(), reply));
        return replies;
    }

    private static Optional<ExistingTopic> existing(TopicDescription topic, KafkaFuture<Config> reply) {
        Map<String, String> config = new HashMap<>();
        Optional<String> unreadable = Optional.empty();
        try {
            for (ConfigEntry entry : Replies.await(reply).entries()) {
                config.put(entry.name(), entry.value());
            }
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        } catch (RetriableException e) {
            throw e;
        } catch (KafkaException e) {
            unreadable = Optional.of("cannot be checked: its configuration was not told ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage()
                    + "); allow DescribeConfigs on the topic to this user");
        }
        return Optional.of(new ExistingTopic(
                topic.name(), topic.topicId(), topic.partitions().size(), Map.copyOf(config), unreadable));
    }
}
