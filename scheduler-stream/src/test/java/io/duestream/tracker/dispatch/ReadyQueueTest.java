package io.duestream.tracker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobKey;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.dispatch.ReadyRows.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReadyQueueTest {
    /** Kept rows, and how many of them were looked at. */
    private static final class Kept implements ReadyRows {
        private final TreeSet<Row> rows = new TreeSet<>(Row.ORDER);
        private int looks;
        private int read;

        @Override
        public void add(Row row) {
            rows.add(row);
        }

        @Override
        public void remove(Row row) {
            rows.remove(row);
        }

        @Override
        public List<Row> after(String group, Row last, int limit) {
            looks++;
            List<Row> found = (last == null ? rows : rows.tailSet(last, false))
                    .stream().limit(limit).toList();
            read += found.size();
            return found;
        }
    }

    private final Kept kept = new Kept();
    private ReadyQueue queue = new ReadyQueue("mail", kept);

    @Test
    void in_any_history_the_next_is_the_first_of_all_that_wait() {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            Kept rows = new Kept();
            ReadyQueue tested = new ReadyQueue("mail", rows);
            TreeSet<Row> expected = new TreeSet<>(Row.ORDER);
            int accepted = 0;
            int inclination = 1 + random.nextInt(9);
            for (int step = 0; step < 4_000; step++) {
                int dice = random.nextInt(10);
                if (dice < inclination) {
                    Row row = row(random.nextInt(5), random.nextInt(1_000), accepted++);
                    tested.add(row);
                    expected.add(row);
                } else if (dice < 9 || expected.isEmpty()) {
                    Optional<Row> next = tested.peek();
                    assertThat(next.orElse(null))
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(expected.isEmpty() ? null : expected.first());
                    next.ifPresent(row -> {
                        tested.remove(row);
                        expected.remove(row);
                    });
                } else {
                    Row some = any(expected, random);
                    tested.remove(some);
                    expected.remove(some);
                }
                if (step % 1_000 == 0) {
                    inclination = 1 + random.nextInt(9);
                }
            }
            assertThat(rows.rows).isEqualTo(expected);
        }
    }

    private static Row any(TreeSet<Row> rows, Random random) {
        Row from = rows.floor(row(random.nextInt(5), random.nextInt(1_000), 0));
        return from == null ? rows.first() : from;
    }

    @Test
    void a_restarted_queue_goes_on_with_what_was_kept() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            rows.add(row(100, i, i));
        }
        rows.forEach(queue::add);
        queue = new ReadyQueue("mail", kept);

        for (Row expected : rows) {
            assertThat(queue.peek()).contains(expected);
            queue.remove(expected);
        }
        assertThat(queue.peek()).isEmpty();
    }

    @Test
    void a_long_queue_is_read_once_and_never_over_what_was_taken() {
        for (int i = 0; i < 10_000; i++) {
            queue.add(row(100, i, i));
        }
        while (queue.peek().isPresent()) {
            queue.remove(queue.peek().get());
        }

        assertThat(kept.looks).isLessThanOrEqualTo(10_000 / 256 + 2);
    }

    @Test
    void a_long_queue_is_counted_behind_what_is_in_memory_and_no_further_than_asked() {
        for (int i = 0; i < 10_000; i++) {
            queue.add(row(100, i, i));
        }
        for (int i = 0; i < 5_000; i++) {
            queue.remove(queue.peek().orElseThrow());
        }
        kept.read = 0;

        assertThat(queue.count(10_000)).isEqualTo(new Waiting(5_000, false));
        assertThat(queue.count(100).more()).isTrue();
        assertThat(queue.count(0).more()).isTrue();
        assertThat(kept.read).as("what was taken is not read again").isLessThanOrEqualTo(5_100);
    }

    @Test
    void an_empty_queue_is_not_looked_at_again() {
        assertThat(queue.peek()).isEmpty();
        int looks = kept.looks;
        for (int i = 0; i < 100; i++) {
            queue.add(row(100, i, i));
            queue.remove(queue.peek().orElseThrow());
            assertThat(queue.peek()).isEmpty();
        }

        assertThat(kept.looks).isEqualTo(looks);
    }

    private static Row row(int priority, int due, int accepted) {
        return new Row(
                new JobKey("mail", "job-" + accepted),
                new ReadyShard(priority, Instant.ofEpochMilli(due), accepted, 1, 0));
    }
}
