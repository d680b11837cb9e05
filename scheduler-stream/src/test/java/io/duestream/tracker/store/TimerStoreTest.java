package io.duestream.tracker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobKey;
import io.duestream.tracker.store.TimerStore.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class TimerStoreTest {
    private static final Instant NOON = Instant.parse("2027-01-01T12:00:00Z");

    private final MemoryStores stores = new MemoryStores();
    private final KeyValueStore<Bytes, byte[]> rows = stores.keyValue();
    private final KeyValueStore<Bytes, byte[]> marks = stores.keyValue();
    private TimerStore timers = new TimerStore(rows, new Marks(marks));

    @Test
    void what_is_due_comes_earliest_first_and_by_priority_within_a_millisecond() {
        timers.add(timer(NOON, 100, "third"));
        timers.add(timer(NOON, 1, "second"));
        timers.add(timer(NOON.minusMillis(1), 100, "first"));
        timers.add(timer(NOON.plusMillis(1), 1, "not-due"));

        assertThat(timers.due(NOON, 10))
                .extracting(each -> each.key().taskId())
                .containsExactly("first", "second", "third");
        assertThat(timers.due(NOON, 2)).hasSize(2);
    }

    @Test
    void a_row_that_is_removed_is_gone() {
        timers.add(timer(NOON, 100, "a"));
        assertThat(timers.has(timer(NOON, 100, "a"))).isTrue();
        assertThat(timers.has(timer(NOON, 99, "a"))).isFalse();
        timers.remove(timer(NOON, 100, "a"));

        assertThat(timers.has(timer(NOON, 100, "a"))).isFalse();
        assertThat(timers.due(NOON, 10)).isEmpty();
    }

    @Test
    void the_earliest_row_is_known_without_a_look_when_it_was_added_since() {
        assertThat(timers.earliestKnown()).isEmpty();
        timers.add(timer(NOON, 100, "a"));
        timers.add(timer(NOON.minusSeconds(5), 100, "b"));
        timers.add(timer(NOON.plusSeconds(5), 100, "c"));
        assertThat(timers.earliestKnown()).contains(NOON.minusSeconds(5));
        timers.remove(timer(NOON.minusSeconds(5), 100, "b"));
        timers.findEarliest();

        assertThat(timers.earliestKnown()).contains(NOON);
    }

    @Test
    void a_row_behind_the_mark_moves_it_back() {
        timers.add(timer(NOON.plusSeconds(60), 100, "a"));
        timers.findEarliest();
        timers.add(timer(NOON, 100, "b"));

        assertThat(timers.due(NOON, 10)).hasSize(1);
    }

    @Test
    void a_row_behind_the_kept_mark_is_found_after_a_restart() {
        timers.add(timer(NOON, 100, "a"));
        timers.findEarliest();
        timers.keepLowWater(NOON.plusSeconds(60));
        timers.add(timer(NOON.minusSeconds(60), 100, "b"));
        timers = new TimerStore(rows, new Marks(marks));

        assertThat(timers.due(NOON, 10)).extracting(each -> each.key().taskId()).containsExactly("b", "a");
    }

    @Test
    void the_mark_is_kept_no_later_than_now_so_that_few_rows_lie_behind_it() {
        timers.add(timer(NOON.plus(Duration.ofDays(365)), 100, "next-year"));
        timers.findEarliest();
        timers.keepLowWater(NOON);
        byte[] kept = MemoryStores.rows(marks).get(0).value;
        timers.add(timer(NOON.plusSeconds(1), 100, "soon"));

        assertThat(MemoryStores.rows(marks).get(0).value).isEqualTo(kept);
    }

    @Test
    void in_any_history_what_is_due_is_exactly_what_was_added_and_not_removed() {
        Comparator<Timer> order = Comparator.comparing(Timer::row);
        for (long seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            KeyValueStore<Bytes, byte[]> store = stores.keyValue();
            KeyValueStore<Bytes, byte[]> kept = stores.keyValue();
            TimerStore tested = new TimerStore(store, new Marks(kept));
            TreeSet<Timer> expected = new TreeSet<>(order);
            Instant now = NOON;
            for (int step = 0; step < 300; step++) {
                now = now.plusMillis(random.nextInt(20) == 0 ? -random.nextInt(5_000) : random.nextInt(200));
                switch (random.nextInt(6)) {
                    case 0, 1 -> {
                        Timer timer = timer(
                                now.plusMillis(random.nextInt(3_000) - 500L),
                                random.nextInt(3),
                                "j" + random.nextInt(50));
                        tested.add(timer);
                        expected.add(timer);
                    }
                    case 2 -> {
                        Timer some = expected.isEmpty() ? null : expected.first();
                        if (some != null) {
                            tested.remove(some);
                            expected.remove(some);
                        }
                    }
                    case 3 -> tested.findEarliest();
                    case 4 -> tested.keepLowWater(now);
                    default -> {
                        if (random.nextInt(4) == 0) {
                            tested = new TimerStore(store, new Marks(kept));
                        }
                    }
                }
                Instant present = now;
                List<Timer> due = expected.stream()
                        .filter(each -> !each.wakeAt().isAfter(present))
                        .limit(7)
                        .toList();
                assertThat(tested.due(now, 7))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(due);
                tested.findEarliest();
                assertThat(tested.earliestKnown().orElse(null))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(expected.isEmpty() ? null : expected.first().wakeAt());
            }
        }
    }

    private static Timer timer(Instant at, int priority, String taskId) {
        return new Timer(at, priority, new JobKey("mail", taskId));
    }
}
