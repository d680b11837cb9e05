package io.duestream.tracker.process;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FenceProducersOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** The transactions of a cluster's brokers. */
final class Transactions {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);

    private final Admin admin;

    Transactions(Admin admin) {
        this.admin = admin;
    }

    /**
     * The transactional ids whose transaction has been open for longer than that.
     *
     * @throws KafkaException if the brokers do not tell
     */
    Set<String> openFor(Duration atLeast) {
        ListTransactionsOptions options = new ListTransactionsOptions()
                .filterStates(List.of(TransactionState.ONGOING))
                .timeoutMs((int) ANSWERS_WITHIN.toMillis());
        if (!atLeast.isZero()) {
            options.filterOnDuration(atLeast.toMillis());
        }
        Set<String> ids = new TreeSet<>();
        for (TransactionListing each :
                answer("list transactions", admin.listTransactions(options).all())) {
            ids.add(each.transactionalId());
        }
        return ids;
    }

    /**
     * Ends the open transactions of these ids, and whoever writes under them now can write no more.
     *
     * @throws KafkaException if the brokers do not do it
     */
    void fence(Set<String> transactionalIds) {
        FenceProducersOptions options = new FenceProducersOptions().timeoutMs((int) ANSWERS_WITHIN.toMillis());
        answer(
                "fence " + transactionalIds,
                admin.fenceProducers(transactionalIds, options).all());
    }

    /**
     * What the brokers answer.
     *
     * @throws KafkaException if they do not
     */
    static <T> T answer(String what, KafkaFuture<T> asked) {
        try {
            return asked.get(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException("the brokers do not " + what + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("the brokers did not " + what + " within " + ANSWERS_WITHIN, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while asking the brokers to " + what, e);
        }
    }
}
