package io.duestream.tracker.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.tracker.process.StrandedTransactions.Open;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.TransactionResult;
import org.junit.jupiter.api.Test;

class OwnLeftoversTest {
    private static final TopicPartition AUDIT = new TopicPartition("test.audit", 0);

    @Test
    void what_is_open_of_an_older_epoch_has_been_left() {
        assertThat(left(1, 41, TransactionState.COMPLETE_ABORT, 42)).isTrue();
        assertThat(left(1, 41, TransactionState.EMPTY, 43)).isTrue();
        assertThat(left(1, 41, TransactionState.ONGOING, 42)).isTrue();
    }

    @Test
    void the_transaction_that_is_under_way_has_not_been_left() {
        assertThat(left(1, 42, TransactionState.ONGOING, 42)).isFalse();
        // Its first records are on their way, and the coordinator has not heard of it yet.
        assertThat(left(1, 42, TransactionState.COMPLETE_COMMIT, 42)).isFalse();
    }

    @Test
    void the_end_of_the_last_transaction_is_known_without_its_history() {
        assertThat(told(41, TransactionState.COMPLETE_COMMIT, 42)).contains(TransactionResult.COMMIT);
        assertThat(told(41, TransactionState.COMPLETE_ABORT, 42)).contains(TransactionResult.ABORT);
        assertThat(told(40, TransactionState.COMPLETE_ABORT, 42)).isEmpty();
        assertThat(told(41, TransactionState.EMPTY, 42)).isEmpty();
        assertThat(told(41, TransactionState.ONGOING, 42)).isEmpty();
    }

    @Test
    void what_is_open_of_others_or_of_a_later_life_of_the_same_id_is_none_of_ours() {
        assertThat(left(2, 41, TransactionState.EMPTY, 43)).isFalse();
        assertThat(left(1, 44, TransactionState.EMPTY, 43)).isFalse();
    }

    private static boolean left(long producerId, int epoch, TransactionState state, int lastEpoch) {
        return OwnLeftovers.left(new Open(AUDIT, producerId, epoch, 0, 6), last(state, lastEpoch));
    }

    private static Optional<TransactionResult> told(int epoch, TransactionState state, int lastEpoch) {
        return OwnLeftovers.told(new Open(AUDIT, 1, epoch, 0, 6), last(state, lastEpoch));
    }

    private static TransactionDescription last(TransactionState state, int epoch) {
        return new TransactionDescription(1, state, 1, epoch, 10_000, OptionalLong.empty(), Set.of());
    }
}
