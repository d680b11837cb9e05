package io.duestream.tracker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.requests.TransactionResult;
import org.junit.jupiter.api.Test;

class TransactionOutcomesTest {
    private static final byte ONGOING = 1;
    private static final byte PREPARE_COMMIT = 2;
    private static final byte PREPARE_ABORT = 3;
    private static final byte COMPLETE_COMMIT = 4;

    private final TransactionOutcomes.History history = new TransactionOutcomes.History(7, 17);

    private void state(long producerId, int epoch, byte state) {
        history.take(ByteBuffer.allocate(40)
                .putShort((short) 1)
                .putLong(producerId)
                .putShort((short) epoch)
                .putInt(10_000)
                .put(state)
                .rewind());
    }

    @Test
    void a_transaction_ends_as_what_follows_its_opening_says_under_the_next_epoch() {
        state(7, 16, ONGOING);
        state(7, 17, PREPARE_ABORT);
        state(7, 17, ONGOING);
        state(7, 18, PREPARE_COMMIT);
        state(7, 18, COMPLETE_COMMIT);
        state(7, 18, ONGOING);
        state(7, 19, PREPARE_ABORT);

        assertThat(history.outcome()).contains(TransactionResult.COMMIT);
    }

    @Test
    void another_producer_of_the_same_epoch_says_nothing() {
        state(8, 17, ONGOING);
        state(8, 18, PREPARE_COMMIT);

        assertThat(history.outcome()).isEmpty();
    }

    @Test
    void one_that_has_not_ended_has_no_outcome() {
        state(7, 17, ONGOING);

        assertThat(history.outcome()).isEmpty();
    }

    @Test
    void several_of_one_epoch_that_ended_differently_are_not_told_apart() {
        state(7, 17, ONGOING);
        state(7, 17, PREPARE_COMMIT);
        state(7, 17, ONGOING);
        state(7, 17, PREPARE_ABORT);

        assertThat(history.outcome()).isEmpty();
    }

    @Test
    void what_is_no_state_of_a_transaction_is_told() {
        assertThatThrownBy(() -> history.take(ByteBuffer.allocate(5)))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("too short");
    }
}
