package io.duestream.tracker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobKey;
import io.duestream.job.Token;
import io.duestream.tracker.store.RunningStore.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunningStoreTest {
    private final RunningStore running = new RunningStore(new MemoryStores().keyValue());

    @Test
    void the_attempts_of_a_node_are_those_of_no_other() {
        Row one = row("node-1", "mail/a", 1, 0);
        Row two = row("node-1", "mail/a", 1, 1);
        Row other = row("node-10", "mail/a", 2, 0);
        List.of(other, two, one).forEach(running::add);

        assertThat(running.of("node-1", Optional.empty(), 10)).containsExactly(one, two);
        assertThat(running.of("node-1", Optional.of(one), 10)).containsExactly(two);
        assertThat(running.of("node-1", Optional.empty(), 1)).containsExactly(one);
        assertThat(running.of("node", Optional.empty(), 10)).isEmpty();
    }

    @Test
    void a_row_keeps_any_name_of_a_node_and_of_a_job() {
        Row odd = row("a\0b\u00e9", "mail/\0\0", Long.MAX_VALUE, 999);
        running.add(odd);
        List<Row> all = new ArrayList<>();
        running.each(all::add);

        assertThat(all).containsExactly(odd);
        assertThat(running.of("a\0b\u00e9", Optional.empty(), 10)).containsExactly(odd);
    }

    @Test
    void a_row_is_there_only_with_its_token() {
        Row row = row("node-1", "mail/a", 1, 0);
        running.add(row);
        Row newer = new Row(row.node(), row.key(), row.fire(), row.shard(), new Token(5, 8));

        assertThat(running.has(row)).isTrue();
        assertThat(running.has(newer)).isFalse();
        running.remove(newer);
        assertThat(running.has(row)).isFalse();
    }

    private static Row row(String node, String key, long fire, int shard) {
        return new Row(node, JobKey.parse(key), fire, shard, new Token(5, 7));
    }
}
