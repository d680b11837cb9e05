package io.duestream.tracker.topology;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a producer from a partition on which one of its own earlier transactions may still be open. For one thread. */
final class EarlierTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierTransactions.class);

    private final Leftovers leftovers;
    private final String transactionalId;
    private boolean looked = true;
    private Set<TopicPartition> unlooked = Set.of();
    private String problem = "";

    EarlierTransactions(Leftovers leftovers, String transactionalId) {
        this.leftovers = leftovers;
        this.transactionalId = transactionalId;
    }

    /** A transaction is over in a way in which some of it may have been left. */
    void ended() {
        looked = false;
        look();
    }

    private void look() {
        try {
            unlooked = leftovers.end(transactionalId);
            looked = true;
        } catch (KafkaException e) {
            problem = e.getMessage();
            LOG.warn(
                    "what earlier transactions of {} may have left open waits for a later look: {}",
                    transactionalId,
                    problem);
        }
    }

    /** Why nothing may be written there now; empty if it may. */
    Optional<String> hinders(String topic, Integer partition) {
        if (looked && unlooked.isEmpty()) {
            return Optional.empty();
        }
        if (!looked || isUnlooked(topic, partition)) {
            look();
        }
        if (!looked) {
            return Optional.of("an earlier transaction may be open there: " + problem);
        }
        return isUnlooked(topic, partition)
                ? Optional.of("it has no leader, and an earlier transaction may be open there")
                : Optional.empty();
    }

    private boolean isUnlooked(String topic, Integer partition) {
        return unlooked.stream()
                .anyMatch(each -> each.topic().equals(topic) && (partition == null || each.partition() == partition));
    }
}
