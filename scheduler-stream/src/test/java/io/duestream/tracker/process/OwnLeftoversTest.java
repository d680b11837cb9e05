package io.duestream.tracker.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.tracker.process.StrandedTransactions.Open;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OwnLeftoversTest {
    private static final TopicPartition AUDIT = new TopicPartition("test.audit", 0);

    @Test
    void what_is_open_after_the_last_transaction_is_over_has_been_left() {
        assertThat(left(1, 41, TransactionState.COMPLETE_ABORT, 42)).isTrue();
        assertThat(left(1, 41, TransactionState.EMPTY, 43)).isTrue();
        // Before Kafka 4.0 the next transaction has the epoch of the one before.
        assertThat(left(1, 41, TransactionState.COMPLETE_COMMIT, 41)).isTrue();
    }

    @Test
    void while_one_is_under_way_only_what_is_older_has_been_left() {
        assertThat(left(1, 42, TransactionState.ONGOING, 42)).isFalse();
        assertThat(left(1, 41, TransactionState.ONGOING, 42)).isTrue();
    }

    @Test
    void what_is_open_of_others_or_of_a_later_life_of_the_same_id_is_none_of_ours() {
        assertThat(left(2, 41, TransactionState.EMPTY, 43)).isFalse();
        assertThat(left(1, 44, TransactionState.EMPTY, 43)).isFalse();
    }

    private static boolean left(long producerId, int epoch, TransactionState state, int lastEpoch) {
        return OwnLeftovers.left(
                new Open(AUDIT, producerId, epoch, 0, 6),
                new TransactionDescription(1, state, 1, lastEpoch, 10_000, OptionalLong.empty(), Set.of()));
    }
}
