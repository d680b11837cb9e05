package io.duestream.tracker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobKey;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.dispatch.ReadyRows.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadyStoreTest {
    private final ReadyStore ready = new ReadyStore(new MemoryStores().keyValue());

    @Test
    void rows_come_back_whole_and_in_the_order_of_the_queue() {
        Random random = new Random(3);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            rows.add(row("mail", random.nextInt(4), random.nextInt(5), i));
        }
        rows.forEach(ready::add);

        List<Row> sorted = rows.stream().sorted(Row.ORDER).toList();
        assertThat(ready.after("mail", null, 1_000)).isEqualTo(sorted);
        assertThat(ready.after("mail", sorted.get(99), 10)).isEqualTo(sorted.subList(100, 110));
    }

    @Test
    void groups_do_not_see_each_other() {
        Row mail = row("mail", 100, 0, 1);
        Row box = row("mail-box", 100, 0, 2);
        ready.add(mail);
        ready.add(box);
        ready.add(row("a", 100, 0, 3));
        ready.add(row("a", 100, 0, 4));

        assertThat(ready.groups()).containsExactly("a", "mail", "mail-box");
        assertThat(ready.after("mail", null, 10)).containsExactly(mail);
        assertThat(ready.after("mail", mail, 10)).isEmpty();
        assertThat(ready.after("ma", null, 10)).isEmpty();
    }

    @Test
    void a_removed_row_is_gone() {
        Row row = row("mail", 100, 0, 1);
        ready.add(row);
        assertThat(ready.has(row)).isTrue();
        ready.remove(row);

        assertThat(ready.has(row)).isFalse();
        assertThat(ready.groups()).isEmpty();
    }

    private static Row row(String group, int priority, int due, int accepted) {
        ReadyShard shard =
                new ReadyShard(priority, Instant.ofEpochMilli(due), accepted, 1 + accepted % 3, accepted % 7);
        return new Row(new JobKey(group, "job-" + accepted), shard);
    }
}
