package io.duestream.cli.group;

import io.duestream.cli.connection.Brokers;
import io.duestream.client.KafkaConnection;
import io.duestream.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * The groups that have a dispatch topic, and how many executors take from it.
 *
 * @param names of the groups
 * @param members executors by group; a group whose count is not known is not here
 */
record RegisteredGroups(Set<String> names, Map<String, Integer> members) {
    /** Asks the brokers. */
    static RegisteredGroups of(KafkaConnection connection) throws InterruptedException {
        Topics topics = connection.topics();
        try (Admin admin = Admin.create(Brokers.settings(connection))) {
            Set<String> names = new TreeSet<>();
            for (String topic : admin.listTopics().names().get()) {
                topics.groupOf(topic).ifPresent(names::add);
            }
            return new RegisteredGroups(names, members(admin, topics, names));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException problem ? problem : new KafkaException(e.getCause());
        }
    }

    private static Map<String, Integer> members(Admin admin, Topics topics, Set<String> names)
            throws InterruptedException {
        List<String> ids = names.stream().map(topics::executorConsumerGroup).toList();
        Map<String, KafkaFuture<ConsumerGroupDescription>> asked =
                admin.describeConsumerGroups(ids).describedGroups();
        Map<String, Integer> members = new HashMap<>();
        for (String name : names) {
            try {
                members.put(
                        name,
                        asked.get(topics.executorConsumerGroup(name))
                                .get()
                                .members()
                                .size());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    members.put(name, 0);
                }
            }
        }
        return members;
    }

    /** Executors of a group; empty if the brokers did not say. */
    Optional<Integer> executors(String group) {
        return Optional.ofNullable(members.get(group));
    }
}
