package io.duestream.topic;

import io.duestream.topic.TopicSnapshot.SeenTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers which topics of a cluster there are. */
final class TopicLookup {
    private static final Logger LOG = LoggerFactory.getLogger(TopicLookup.class);
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Admin admin;
    private final Topics cluster;

    TopicLookup(Admin admin, Topics cluster) {
        this.admin = admin;
        this.cluster = cluster;
    }

    /**
     * The topics as they are.
     *
     * @param last the snapshot before: a topic that the brokers do not describe stays as it was there
     * @throws KafkaException if the brokers cannot be reached or do not answer in time
     */
    TopicSnapshot topics(TopicSnapshot last) {
        List<String> names =
                Replies.await(admin.listTopics(new ListTopicsOptions().timeoutMs(TIMEOUT_MILLIS))
                                .names())
                        .stream()
                        .filter(cluster::owns)
                        .toList();
        Map<String, SeenTopic> seen = new HashMap<>();
        DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS);
        admin.describeTopics(names, options).topicNameValues().forEach((name, reply) -> {
            SeenTopic topic = describe(name, reply, last);
            if (topic != null) {
                seen.put(name, topic);
            }
        });
        return new TopicSnapshot(cluster, seen);
    }

    static SeenTopic describe(String name, KafkaFuture<TopicDescription> reply, TopicSnapshot last) {
        try {
            TopicDescription topic = Replies.await(reply);
            List<PartitionInfo> partitions = new ArrayList<>();
            for (TopicPartitionInfo partition : topic.partitions()) {
                partitions.add(new PartitionInfo(
                        name,
                        partition.partition(),
                        partition.leader(),
                        partition.replicas().toArray(new Node[0]),
                        partition.isr().toArray(new Node[0])));
            }
            return new SeenTopic(name, topic.topicId(), partitions);
        } catch (UnknownTopicOrPartitionException e) {
            return null;
        } catch (RetriableException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            // One topic that is not told must not hide the others.
            LOG.warn("topic {} is not described by the brokers, it counts as it was: {}", name, e.toString());
            return last.topics().get(name);
        }
    }
}
