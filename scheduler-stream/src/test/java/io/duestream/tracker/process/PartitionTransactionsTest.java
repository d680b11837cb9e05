package io.duestream.tracker.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.topic.Topics;
import io.duestream.tracker.process.StrandedTransactions.Open;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionTransactionsTest {
    private static final TopicPartition AUDIT = new TopicPartition("test.audit", 0);
    private static final Open OPEN = new Open(AUDIT, 7, 3, 0, 51);

    private static boolean over(Map<String, TransactionDescription> described) {
        return over(OPEN, described);
    }

    private static boolean over(Open open, Map<String, TransactionDescription> described) {
        return new PartitionTransactions(null, Map.of("bootstrap.servers", "localhost:1"), Topics.of("test"))
                .over(List.of(open), described)
                .contains(open);
    }

    private static TransactionDescription described(
            TransactionState state, long producer, int epoch, TopicPartition... partitions) {
        return new TransactionDescription(0, state, producer, epoch, 10_000, OptionalLong.of(1), Set.of(partitions));
    }

    @Test
    void one_that_its_coordinator_has_completed_is_over() {
        assertThat(over(Map.of("any", described(TransactionState.COMPLETE_ABORT, 7, 4))))
                .isTrue();
    }

    @Test
    void one_that_goes_on_elsewhere_is_over_on_this_partition() {
        TopicPartition other = new TopicPartition("test.feedback", 1);
        assertThat(over(Map.of("any", described(TransactionState.ONGOING, 7, 4, other))))
                .isTrue();
    }

    @Test
    void one_that_goes_on_is_not() {
        assertThat(over(Map.of("any", described(TransactionState.ONGOING, 7, 3, AUDIT))))
                .isFalse();
        assertThat(over(Map.of("any", described(TransactionState.PREPARE_COMMIT, 7, 3, AUDIT))))
                .isFalse();
    }

    @Test
    void one_of_which_no_coordinator_tells_may_be_that_of_a_foreign_producer_and_is_not() {
        assertThat(over(Map.of())).isFalse();
    }

    @Test
    void what_is_said_of_another_producer_or_of_its_past_proves_nothing() {
        assertThat(over(Map.of("any", described(TransactionState.EMPTY, 8, 0)))).isFalse();
        assertThat(over(Map.of("any", described(TransactionState.COMPLETE_COMMIT, 7, 2))))
                .isFalse();
    }

    @Test
    void on_the_brokers_own_offsets_only_those_of_the_trackers_are_looked_at() {
        Open offsets = new Open(new TopicPartition("__consumer_offsets", 4), 7, 3, 0, 51);
        TransactionDescription completed = described(TransactionState.COMPLETE_ABORT, 7, 3);
        assertThat(over(offsets, Map.of("foreign", completed))).isFalse();
        assertThat(over(offsets, Map.of(Topics.of("test").trackerApplicationId() + "-x-0", completed)))
                .isTrue();
    }
}
