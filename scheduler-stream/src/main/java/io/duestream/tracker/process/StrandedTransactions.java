package io.duestream.tracker.process;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions that are open on a partition for ever. A broker that starts again may end a transaction without telling
 * the partitions that have no leader yet (seen on 4.3.1 with one copy of each): nobody will end it there any more, readers of
 * committed records wait at it, and no task whose changelog it is in can be restored. To be run every few seconds.
 *
 * <p>A coordinator forgets the partitions of a transaction when all have been told its end. So what is still open after its
 * coordinator was seen without it will stay open.
 */
final class StrandedTransactions implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StrandedTransactions.class);

    private final Brokers brokers;
    private Map<TopicPartition, Long> held = Map.of();
    private Set<Open> suspects = Set.of();
    private String lastProblem = "";

    /**
     * A transaction that is open on a partition.
     *
     * @param partition where
     * @param producerId whose
     * @param producerEpoch of the producer
     * @param coordinatorEpoch of the coordinator, as the partition knows it
     * @param startOffset of its first record there
     */
    record Open(TopicPartition partition, long producerId, int producerEpoch, int coordinatorEpoch, long startOffset) {}

    /** What the brokers are asked. */
    interface Brokers {
        /** The partitions whose committed records end before their records do, and where. */
        Map<TopicPartition, Long> held();

        /** The transactions that are open on partitions. */
        List<Open> open(Set<TopicPartition> partitions);

        /** Those of which nothing is known to their coordinator; it is asked after it has been seen that they are open. */
        Set<Open> unknown(List<Open> open);

        /** Ends one on its partition. */
        void abort(Open open);
    }

    StrandedTransactions(Brokers brokers) {
        this.brokers = brokers;
    }

    @Override
    public void run() {
        try {
            look();
            lastProblem = "";
        } catch (KafkaException e) {
            if (!lastProblem.equals(e.getMessage())) {
                lastProblem = e.getMessage();
                LOG.warn("transactions that are open for ever wait for a later look: {}", lastProblem);
            }
        }
    }

    private void look() {
        Map<TopicPartition, Long> before = held;
        held = brokers.held();
        Set<TopicPartition> still = new HashSet<>(held.keySet());
        still.removeIf(partition -> !held.get(partition).equals(before.get(partition)));
        if (still.isEmpty()) {
            suspects = Set.of();
            return;
        }
        List<Open> open = brokers.open(still);
        for (Open each : open) {
            if (suspects.contains(each)) {
                brokers.abort(each);
                LOG.warn("ended a transaction that nobody would have ended: {}", each);
            }
        }
        suspects = brokers.unknown(open);
    }
}
