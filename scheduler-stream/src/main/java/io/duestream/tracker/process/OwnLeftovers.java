package io.duestream.tracker.process;

import io.duestream.tracker.process.StrandedTransactions.Open;
import io.duestream.tracker.topology.Leftovers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.requests.TransactionResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what this process's own producers have left open. {@link StrandedTransactions} finds the same within seconds, which
 * is too late here: the producer goes on at once, and a partition takes what it writes next for more of what is open there
 * (seen on 4.3.1: two records of an aborted transaction were committed with the next one).
 */
final class OwnLeftovers implements Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(OwnLeftovers.class);
    private static final Set<TransactionState> BEING_ENDED =
            EnumSet.of(TransactionState.PREPARE_ABORT, TransactionState.PREPARE_COMMIT);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(5);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final PartitionTransactions transactions;
    private volatile boolean forbidden;

    OwnLeftovers(PartitionTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Set<TopicPartition> end(String transactionalId) {
        if (forbidden) {
            return Set.of();
        }
        try {
            return new Look(transactionalId, last(transactionalId)).end();
        } catch (KafkaException e) {
            if (notAllowed(e) || notAllowed(e.getCause())) {
                forbidden = true;
                LOG.warn(
                        "transactions that brokers leave open when they start again cannot be looked for: {}. Grant what"
                                + " docs/lost-nodes.md names; until then an outage of all copies of a partition may tear a"
                                + " transaction",
                        e.toString());
                return Set.of();
            }
            throw e;
        }
    }

    private static boolean notAllowed(Throwable e) {
        return e instanceof AuthorizationException || e instanceof UnsupportedVersionException;
    }

    /** The last transaction of a producer, when all have been told its end who are going to be. */
    private TransactionDescription last(String transactionalId) {
        long begun = System.nanoTime();
        TransactionDescription last = transactions.describe(transactionalId);
        while (BEING_ENDED.contains(last.state())) {
            if (System.nanoTime() - begun > ENDED_WITHIN.toNanos()) {
                throw new KafkaException("the last transaction of " + transactionalId + " is in state " + last.state()
                        + " for more than " + ENDED_WITHIN.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            last = transactions.describe(transactionalId);
        }
        return last;
    }

    /** Each end of a transaction, and each start of a producer, raises the epoch (since Kafka 4.0): what is older is over. */
    static boolean left(Open open, TransactionDescription last) {
        return open.producerId() == last.producerId() && open.producerEpoch() < last.producerEpoch();
    }

    /**
     * How one was to end, if the last word of its coordinator is about it.
     *
     * @param last the last transaction of its producer
     */
    static Optional<TransactionResult> told(Open open, TransactionDescription last) {
        if (open.producerEpoch() + 1 != last.producerEpoch()) {
            return Optional.empty();
        }
        return switch (last.state()) {
            case COMPLETE_COMMIT -> Optional.of(TransactionResult.COMMIT);
            case COMPLETE_ABORT -> Optional.of(TransactionResult.ABORT);
            default -> Optional.empty();
        };
    }

    /** At all partitions, once. */
    private final class Look {
        private final String transactionalId;
        private final TransactionDescription last;
        private final Map<Integer, Optional<TransactionResult>> outcomes = new HashMap<>();

        Look(String transactionalId, TransactionDescription last) {
            this.transactionalId = transactionalId;
            this.last = last;
        }

        Set<TopicPartition> end() {
            PartitionTransactions.Partitions partitions = transactions.partitions();
            Set<TopicPartition> hindered = new HashSet<>(partitions.leaderless());
            for (Open each : transactions.open(partitions.led())) {
                if (left(each, last) && !end(each)) {
                    hindered.add(each.partition());
                }
            }
            return hindered;
        }

        private boolean end(Open open) {
            Optional<TransactionResult> outcome = told(open, last);
            if (outcome.isEmpty()) {
                outcome = outcomes.computeIfAbsent(open.producerEpoch(), epoch -> transactions.outcome(open));
            }
            if (outcome.isEmpty()) {
                LOG.error(
                        "it is not to be read any more how a transaction of {} was to end that is open for ever; nothing is"
                                + " written there until somebody ends it (kafka-transactions.sh abort): {}",
                        transactionalId,
                        open);
                return false;
            }
            transactions.end(open, outcome.get());
            LOG.warn("ended what a transaction had left open, by {}: {}", outcome.get(), open);
            return true;
        }
    }
}
