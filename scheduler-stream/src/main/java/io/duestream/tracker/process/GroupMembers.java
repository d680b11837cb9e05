package io.duestream.tracker.process;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who belongs to a consumer group, as the brokers say now. */
final class GroupMembers {
    private static final Logger LOG = LoggerFactory.getLogger(GroupMembers.class);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);

    private final Admin admin;

    GroupMembers(Admin admin) {
        this.admin = admin;
    }

    /** The client ids of the members of each group. A group that the brokers cannot tell of now is left out. */
    Map<String, Set<String>> clientIds(Collection<String> groups) {
        Map<String, Set<String>> members = new HashMap<>();
        DescribeConsumerGroupsOptions options =
                new DescribeConsumerGroupsOptions().timeoutMs((int) ANSWERS_WITHIN.toMillis());
        admin.describeConsumerGroups(groups, options)
                .describedGroups()
                .forEach((group, answer) -> clientIds(group, answer).ifPresent(ids -> members.put(group, ids)));
        return members;
    }

    private static Optional<Set<String>> clientIds(String group, KafkaFuture<ConsumerGroupDescription> answer) {
        try {
            return Optional.of(answer.get(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS).members().stream()
                    .map(MemberDescription::clientId)
                    .collect(Collectors.toUnmodifiableSet()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Optional.of(Set.of());
            }
            LOG.warn(
                    "the brokers do not tell who is in the consumer group {}: {}",
                    group,
                    e.getCause().toString());
        } catch (TimeoutException e) {
            LOG.warn("the brokers do not tell who is in the consumer group {} within {}", group, ANSWERS_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
