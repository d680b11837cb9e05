package io.duestream.executor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.executor.Attempts;
import io.duestream.job.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartitionQueuesTest {
    private final PartitionQueues queues = new PartitionQueues(new QueueBound(4, 1_000));

    @Test
    void a_partition_is_started_in_offset_order_whatever_the_priorities() {
        add(0, 1, Attempts.of("low").priority(900));
        add(0, 2, Attempts.of("high").priority(1));

        assertThat(order()).containsExactly("low", "high");
    }

    @Test
    void priority_chooses_among_the_partitions_heads() {
        add(0, 1, Attempts.of("a").priority(100));
        add(1, 1, Attempts.of("b").priority(5));
        add(2, 1, Attempts.of("c").priority(50));
        add(1, 2, Attempts.of("d").priority(70));

        assertThat(order()).containsExactly("b", "c", "d", "a");
    }

    @Test
    void equal_priorities_go_by_due_time_then_by_acceptance() {
        add(0, 1, Attempts.of("later").dueAt(Attempts.NOW.plusMillis(1)).token(new Token(1, 1)));
        add(1, 1, Attempts.of("second").token(new Token(9, 1)));
        add(2, 1, Attempts.of("first").token(new Token(8, 1)));

        assertThat(order()).containsExactly("first", "second", "later");
    }

    @Test
    void a_partition_is_full_by_records_and_roomy_again_at_half() {
        for (int offset = 1; offset <= 4; offset++) {
            add(0, offset, Attempts.of("job"));
        }
        assertThat(queues.full(0)).isTrue();
        assertThat(queues.full(1)).isFalse();

        queues.next(any -> true);
        assertThat(queues.full(0)).isFalse();
        assertThat(queues.roomy(0)).isFalse();
        queues.next(any -> true);
        assertThat(queues.roomy(0)).isTrue();
    }

    @Test
    void a_partition_is_full_by_bytes() {
        queues.add(delivery(0, 1, 999, Attempts.of("big")));
        assertThat(queues.full(0)).isFalse();
        assertThat(queues.roomy(0)).isFalse();

        queues.add(delivery(0, 2, 1, Attempts.of("small")));
        assertThat(queues.full(0)).isTrue();

        queues.next(any -> true);
        assertThat(queues.roomy(0)).isTrue();
    }

    @Test
    void dropping_a_partition_leaves_the_others() {
        add(0, 1, Attempts.of("a"));
        add(0, 2, Attempts.of("b"));
        add(1, 1, Attempts.of("c"));

        assertThat(queues.drop(0)).extracting(Delivery::offset).containsExactly(1L, 2L);
        assertThat(queues.drop(0)).isEmpty();
        assertThat(queues.size()).isEqualTo(1);
        assertThat(order()).containsExactly("c");
    }

    private void add(int partition, long offset, Attempts attempt) {
        queues.add(delivery(partition, offset, 10, attempt));
    }

    private static Delivery delivery(int partition, long offset, int size, Attempts attempt) {
        return new Delivery(partition, 1, offset, 1, false, size, attempt.dispatch());
    }

    private List<String> order() {
        List<String> order = new ArrayList<>();
        for (Optional<Delivery> next = queues.next(any -> true); next.isPresent(); next = queues.next(any -> true)) {
            order.add(next.get().dispatch().taskId());
        }
        return order;
    }
}
