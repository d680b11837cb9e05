package io.duestream.executor.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OffsetLedgerTest {
    private final OffsetLedger ledger = new OffsetLedger();

    @Test
    void nothing_is_committed_before_something_is_settled() {
        assigned(0, 10, 11);

        assertThat(ledger.hasToCommit()).isFalse();
        assertThat(ledger.toCommit()).isEmpty();
    }

    @Test
    void the_offset_behind_the_last_settled_record_is_committed() {
        assigned(0, 10, 11);
        settle(0, 10);

        assertThat(ledger.hasToCommit()).isTrue();
        assertThat(ledger.toCommit()).isEqualTo(Map.of(0, 11L));
        assertThat(ledger.unsettled()).isEqualTo(1);
    }

    @Test
    void a_record_that_is_not_settled_holds_back_all_behind_it() {
        assigned(0, 10, 11, 12);
        settle(0, 11);
        settle(0, 12);
        assertThat(ledger.toCommit()).isEmpty();

        settle(0, 10);

        assertThat(ledger.toCommit()).isEqualTo(Map.of(0, 13L));
    }

    @Test
    void gaps_left_by_transaction_markers_hold_back_nothing() {
        assigned(0, 10, 14, 19);
        settle(0, 10);
        settle(0, 14);

        assertThat(ledger.toCommit()).isEqualTo(Map.of(0, 15L));
    }

    @Test
    void an_offset_is_asked_for_once_and_again_when_its_commit_failed() {
        assigned(0, 10);
        settle(0, 10);
        Map<Integer, Long> first = ledger.toCommit();
        assertThat(ledger.toCommit()).isEmpty();

        ledger.notCommitted(first);

        assertThat(ledger.hasToCommit()).isTrue();
        assertThat(ledger.toCommit()).isEqualTo(first);
    }

    @Test
    void a_failed_commit_that_a_later_one_has_covered_is_not_repeated() {
        assigned(0, 10, 11);
        settle(0, 10);
        Map<Integer, Long> first = ledger.toCommit();
        settle(0, 11);
        assertThat(ledger.toCommit()).isEqualTo(Map.of(0, 12L));

        ledger.notCommitted(first);

        assertThat(ledger.toCommit()).isEmpty();
    }

    @Test
    void what_is_withdrawn_is_never_committed() {
        assigned(0, 10, 11, 12, 13);
        ledger.withdraw(0, 12);
        settle(0, 10);
        settle(0, 11);
        settle(0, 13);

        assertThat(ledger.unsettled(List.of(0))).isZero();
        assertThat(ledger.toCommit()).isEqualTo(Map.of(0, 12L));
    }

    @Test
    void what_is_taken_back_may_come_again_and_then_counts() {
        assigned(0, 10, 11);
        long epoch = ledger.epoch(0);
        ledger.takeBack(0, 11);
        assertThat(ledger.unsettled()).isEqualTo(1);
        assertThat(ledger.goesBack(0, 11)).isFalse();

        ledger.delivered(0, 11);
        settle(0, 11);
        assertThat(ledger.toCommit()).isEmpty();
        settle(0, 10);

        assertThat(ledger.epoch(0)).isEqualTo(epoch);
        assertThat(ledger.toCommit()).isEqualTo(Map.of(0, 12L));
    }

    @Test
    void settling_under_an_old_epoch_counts_for_nothing() {
        assigned(0, 10);
        long old = ledger.epoch(0);
        ledger.forget(0);
        assigned(0, 10);

        ledger.settled(0, old, 10);

        assertThat(ledger.toCommit()).isEmpty();
        assertThat(ledger.unsettled()).isEqualTo(1);
    }

    @Test
    void settling_twice_or_after_the_partition_went_away_changes_nothing() {
        assigned(0, 10);
        long epoch = ledger.epoch(0);
        ledger.settled(0, epoch, 10);
        ledger.settled(0, epoch, 10);
        assertThat(ledger.toCommit()).isEqualTo(Map.of(0, 11L));

        ledger.forget(0);
        ledger.settled(0, epoch, 10);

        assertThat(ledger.owns(0)).isFalse();
        assertThat(ledger.toCommit()).isEmpty();
    }

    @Test
    void partitions_are_committed_each_on_its_own() {
        assigned(0, 10, 11);
        assigned(1, 70);
        settle(1, 70);
        settle(0, 11);

        assertThat(ledger.toCommit()).isEqualTo(Map.of(1, 71L));
        assertThat(ledger.unsettled(List.of(0))).isEqualTo(1);
        assertThat(ledger.unsettled(List.of(1, 2))).isZero();
    }

    @Test
    void offsets_only_grow() {
        assigned(0, 10);

        assertThat(ledger.goesBack(0, 10)).isTrue();
        assertThat(ledger.goesBack(0, 11)).isFalse();
        assertThatThrownBy(() -> ledger.delivered(0, 10)).hasMessageContaining("10");
    }

    private void assigned(int partition, long... offsets) {
        ledger.assigned(partition);
        for (long offset : offsets) {
            ledger.delivered(partition, offset);
        }
    }

    private void settle(int partition, long offset) {
        ledger.settled(partition, ledger.epoch(partition), offset);
    }
}
