package io.duestream.tracker.process;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.TransactionResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions that are open on a partition for ever. A broker that starts again may end a transaction without telling
 * the partitions that have no leader yet (seen on 4.3.1 with one copy of each): nobody will end it there any more, readers of
 * committed records wait at it, and no task whose changelog it is in can be restored. To be run every two seconds; while
 * nothing holds readers up, most runs ask nothing.
 *
 * <p>A coordinator forgets the partitions of a transaction when all have been told its end. So what is still open after its
 * coordinator has said that it is over will stay open. The coordinator is asked twice, the second time right before the end:
 * a transaction that lives is torn by it. It is committed or aborted as the coordinator had decided. One of which no
 * coordinator tells, for want of rights or because it has forgotten the producer, is left alone.
 */
final class StrandedTransactions implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StrandedTransactions.class);
    private static final int QUIET_RUNS = 4;

    private final Brokers brokers;
    private Map<TopicPartition, Long> held = Map.of();
    private Set<Open> suspects = Set.of();
    private final Set<Open> untold = new HashSet<>();
    private int quiet;
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

        /**
         * Those of which their coordinator says, asked after it has been seen that they are open, that they have ended, or
         * are nowhere on that partition. One of which it says nothing is not among them.
         */
        Set<Open> over(List<Open> open);

        /** How one was to end, as its coordinator wrote it down; empty if that cannot be told. */
        Optional<TransactionResult> outcome(Open open);

        /** Ends one on its partition, in the way it was to end. */
        void end(Open open, TransactionResult result);
    }

    StrandedTransactions(Brokers brokers) {
        this.brokers = brokers;
    }

    @Override
    public void run() {
        if (quiet > 0) {
            quiet--;
            return;
        }
        try {
            look();
            quiet = held.isEmpty() ? QUIET_RUNS : 0;
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
        Set<Open> over = brokers.over(brokers.open(still));
        // Readers wait until the last of them is ended, and how one was to end takes half a second to be found out.
        Map<Whose, Optional<TransactionResult>> outcomes = new HashMap<>();
        for (Open each : over) {
            if (suspects.contains(each)) {
                Whose whose = new Whose(each.producerId(), each.producerEpoch());
                end(each, outcomes.computeIfAbsent(whose, unknown -> brokers.outcome(each)));
            }
        }
        suspects = over;
        untold.retainAll(over);
    }

    /** One transaction, on all its partitions. */
    private record Whose(long producerId, int producerEpoch) {}

    /** What other partitions were told is told here: half a transaction that is aborted loses what was promised. */
    private void end(Open open, Optional<TransactionResult> outcome) {
        if (outcome.isPresent()) {
            brokers.end(open, outcome.get());
            LOG.warn("ended a transaction that nobody would have ended, by {}: {}", outcome.get(), open);
        } else if (untold.add(open)) {
            LOG.error(
                    "a transaction is open for ever, and how it was to end is not to be read any more; readers wait at it"
                            + " until somebody ends it: {}",
                    open);
        }
    }
}
