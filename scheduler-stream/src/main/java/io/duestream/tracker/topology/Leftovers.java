package io.duestream.tracker.topology;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What the transactions of a producer have left open on partitions though they are over: brokers that start again may end
 * one without telling the partitions that have no leader yet. What the producer writes there next would be part of it, and
 * share its fate or decide it.
 */
public interface Leftovers {
    /** For where there are no brokers. */
    Leftovers NONE = transactionalId -> Set.of();

    /**
     * Ends them as they were to end. To be asked by the producer's own thread.
     *
     * @return the partitions that cannot be looked at now, or on which it is not known how one was to end
     * @throws org.apache.kafka.common.KafkaException if the brokers do not answer
     */
    Set<TopicPartition> end(String transactionalId);
}
