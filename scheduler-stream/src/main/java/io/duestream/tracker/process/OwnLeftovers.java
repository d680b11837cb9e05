package io.duestream.tracker.process;

import io.duestream.tracker.process.StrandedTransactions.Open;
import io.duestream.tracker.topology.Leftovers;
import java.time.Duration;
import java.util.EnumSet;
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
            TransactionDescription last = last(transactionalId);
            PartitionTransactions.Partitions partitions = transactions.partitions();
            for (Open each : transactions.open(partitions.led())) {
                if (left(each, last)) {
                    end(transactionalId, each);
                }
            }
            return partitions.leaderless();
        } catch (KafkaException e) {
            if (e.getCause() instanceof AuthorizationException || e.getCause() instanceof UnsupportedVersionException) {
                forbidden = true;
                LOG.warn(
                        "transactions that brokers leave open when they start again cannot be looked for: {}. Grant what"
                                + " docs/lost-nodes.md names; until then an outage of all copies of a partition may tear a"
                                + " transaction",
                        e.getMessage());
                return Set.of();
            }
            throw e;
        }
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

    /** Nobody but the asking thread begins transactions of the producer: what is open is of an earlier one. */
    static boolean left(Open open, TransactionDescription last) {
        return open.producerId() == last.producerId()
                && (last.state() == TransactionState.ONGOING
                        ? open.producerEpoch() < last.producerEpoch()
                        : open.producerEpoch() <= last.producerEpoch());
    }

    private void end(String transactionalId, Open open) {
        Optional<TransactionResult> outcome = transactions.outcome(open);
        if (outcome.isEmpty()) {
            throw new KafkaException("it is not to be read any more how a transaction of " + transactionalId
                    + " was to end that is open for ever; end it by hand: " + open);
        }
        transactions.end(open, outcome.get());
        LOG.warn("ended what a transaction had left open, by {}: {}", outcome.get(), open);
    }
}
