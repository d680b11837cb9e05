package io.duestream.tracker.topology;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a producer from a partition on which one of its own earlier transactions may still be open. While nothing is
 * doubtful it asks nobody. For one thread.
 */
final class EarlierTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierTransactions.class);

    /** What takes longer may have seen its brokers start again: none does so sooner. */
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Leftovers leftovers;
    private final String transactionalId;
    private boolean doubtful;
    private boolean looked = true;
    private Set<TopicPartition> hindered = Set.of();
    private String problem = "";

    EarlierTransactions(Leftovers leftovers, String transactionalId) {
        this.leftovers = leftovers;
        this.transactionalId = transactionalId;
    }

    /** Something of a transaction is done; one that failed, or took long, is doubtful until the next look. */
    void take(Runnable step) {
        long begun = System.nanoTime();
        boolean done = false;
        try {
            step.run();
            done = true;
        } finally {
            doubtful |= !done || System.nanoTime() - begun > SLOW_NANOS;
        }
    }

    /** A transaction was committed. */
    void committed() {
        if (doubtful) {
            look();
        }
    }

    /**
     * A transaction is about to be aborted, or has been, or the first one is about to begin. Before the abort the one
     * before it must not be left open: where nothing was written since, its records would be aborted too.
     */
    void look() {
        looked = false;
        try {
            hindered = leftovers.end(transactionalId);
            looked = true;
            doubtful = false;
        } catch (KafkaException e) {
            problem = e.toString();
            LOG.warn(
                    "what earlier transactions of {} may have left open waits for a later look: {}",
                    transactionalId,
                    problem);
        }
    }

    /**
     * Why nothing may be written there now; empty if it may.
     *
     * @param partition null if it is not known
     * @param patience how long to wait for that to change
     */
    Optional<String> hinders(String topic, Integer partition, Duration patience) {
        if (looked && (hindered.isEmpty() || !isHindered(topic, partition))) {
            return Optional.empty();
        }
        long begun = System.nanoTime();
        look();
        while (looked && isHindered(topic, partition) && System.nanoTime() - begun < patience.toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            look();
        }
        if (!looked) {
            return Optional.of("an earlier transaction may be open there: " + problem);
        }
        return isHindered(topic, partition)
                ? Optional.of("an earlier transaction may be open there, and it cannot be looked at, or not be ended")
                : Optional.empty();
    }

    private boolean isHindered(String topic, Integer partition) {
        return hindered.stream()
                .anyMatch(each -> each.topic().equals(topic) && (partition == null || each.partition() == partition));
    }
}
