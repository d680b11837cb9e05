package io.duestream.tracker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.dispatch.ReadyRows.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a partition asks for is the first part of its queue, however the queue changes. */
class RequestsTest {
    private final TreeSet<Row> queue = new TreeSet<>(Row.ORDER);
    private final Map<Row, RequestRows.Asked> kept = new HashMap<>();
    private final TreeSet<Row> atOwner = new TreeSet<>(Row.ORDER);
    private final Map<Row, Long> latest = new HashMap<>();
    private long next;
    private long numbers;

    private final ReadyRows ready = new ReadyRows() {
        @Override
        public void add(Row row) {
            queue.add(row);
        }

        @Override
        public void remove(Row row) {
            queue.remove(row);
        }

        @Override
        public List<Row> after(String group, Row last, int limit) {
            return (last == null ? queue : queue.tailSet(last, false))
                    .stream().limit(limit).toList();
        }
    };
    private final RequestRows rows = new RequestRows() {
        @Override
        public Map<Row, Asked> of(String group) {
            return Map.copyOf(kept);
        }

        @Override
        public void keep(Row row, Asked asked) {
            kept.put(row, asked);
        }

        @Override
        public void remove(Row row) {
            kept.remove(row);
        }
    };
    private Requests requests = requests();

    private Requests requests() {
        return new Requests(
                "mail",
                ready,
                rows,
                new Requests.Asking() {
                    @Override
                    public void ask(Row row, long number) {
                        assertThat(atOwner.add(row)).as("asked for once").isTrue();
                        latest.put(row, number);
                    }

                    @Override
                    public void withdraw(Row row, long number) {
                        assertThat(atOwner.remove(row)).as("was asked for").isTrue();
                        assertThat(number).isEqualTo(latest.get(row));
                    }
                },
                () -> ++numbers);
    }

    private void add(int priority) {
        next++;
        Row row = new Row(new JobKey("mail", "t" + next), new ReadyShard(priority, Instant.EPOCH, next, 1, 0));
        queue.add(row);
        requests.waits(row);
        requests.fill();
    }

    private void take(Row row, boolean admitted) {
        ReadyShard shard = row.shard();
        if (admitted) {
            Claim claim = new Claim(new JobId(0, shard.accepted()), shard.fire(), shard.shard());
            assertThat(requests.admitted(claim, latest.get(row) - 1))
                    .as("an older request")
                    .isFalse();
            assertThat(requests.admitted(claim, latest.get(row))).isTrue();
            assertThat(requests.admitted(claim, latest.get(row)))
                    .as("admitted twice")
                    .isFalse();
            assertThat(requests.next()).isPresent();
        }
        queue.remove(row);
        boolean asked = requests.gone(row).isPresent();
        assertThat(asked).isEqualTo(atOwner.remove(row));
        requests.fill();
    }

    @Test
    void of_a_long_queue_only_the_first_are_asked_for() {
        for (int i = 0; i < 5_000; i++) {
            add(100);
        }

        assertThat(atOwner).hasSizeBetween(Requests.WINDOW / 2, 2 * Requests.WINDOW);
    }

    @Test
    void when_ever_better_ones_come_the_last_are_taken_back() {
        for (int i = 0; i < 5_000; i++) {
            add(10_000 - i);
        }

        assertThat(atOwner).hasSizeBetween(Requests.WINDOW / 2, 2 * Requests.WINDOW);
        assertThat(atOwner.first()).isEqualTo(queue.first());
    }

    @Test
    void whatever_happens_the_first_of_the_queue_are_asked_for() {
        Random random = new Random(7);
        for (int step = 0; step < 20_000; step++) {
            int die = random.nextInt(step / 4_000 % 2 == 0 ? 10 : 30);
            if (die < 7) {
                add(random.nextInt(50));
            } else if (!queue.isEmpty()) {
                List<Row> some = new ArrayList<>(queue).subList(0, Math.min(queue.size(), 20));
                take(some.get(random.nextInt(some.size())), random.nextBoolean());
            }
            if (random.nextInt(500) == 0) {
                requests = requests();
                requests.fill();
            }
            List<Row> first = queue.stream().limit(Requests.WINDOW / 2).toList();
            assertThat(atOwner.containsAll(first)).as("after step %s", step).isTrue();
        }
    }
}
