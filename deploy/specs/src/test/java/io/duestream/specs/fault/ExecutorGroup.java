package io.duestream.specs.fault;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;

/** Who is in the consumer group of the executors of a job group. */
final class ExecutorGroup {
    private final Stage stage;
    private final String id;

    ExecutorGroup(Stage stage, String group) {
        this.stage = stage;
        this.id = stage.topics().executorConsumerGroup(group);
    }

    /** What each member has, by the id that the brokers gave it when it joined. */
    Map<String, Set<TopicPartition>> members() throws Exception {
        try (Admin admin = stage.admin()) {
            Map<String, Set<TopicPartition>> members = new HashMap<>();
            for (MemberDescription member : admin.describeConsumerGroups(Set.of(id))
                    .describedGroups()
                    .get(id)
                    .get(20, TimeUnit.SECONDS)
                    .members()) {
                members.put(member.consumerId(), member.assignment().topicPartitions());
            }
            return members;
        }
    }
}
