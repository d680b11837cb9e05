package io.duestream.tracker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Token;
import io.duestream.record.command.SubmitJob;
import io.duestream.tracker.core.CoreSettings;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.JobLifecycle;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.core.StoredJob;
import io.duestream.tracker.dispatch.ReadyRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class StateRowsTest {
    private static final JobKey KEY = JobKey.parse("mail/a/b");
    private static final Instant AT = Instant.parse("2027-01-01T00:00:00Z");

    private final MemoryStores stores = new MemoryStores();
    private final KeyValueStore<Bytes, byte[]> rows = stores.keyValue();

    @Test
    void rows_are_read_as_their_stores_wrote_them() {
        new TimerStore(rows, new Marks(stores.keyValue())).add(new TimerStore.Timer(AT, 7, KEY));
        assertThat(read(StateStores.TIMERS)).containsExactly(new StateRows.TimerRow(KEY, AT));

        ReadyShard shard = new ReadyShard(100, AT, 4, 2, 1);
        new ReadyStore(rows).add(new ReadyRows.Row(KEY, shard));
        assertThat(read(StateStores.READY)).containsExactly(new StateRows.ReadyRow(KEY, shard));

        new RunningStore(rows).add(new RunningStore.Row("node-ü", KEY, 3, 1, new Token(9, 2)));
        assertThat(read(StateStores.RUNNING)).containsExactly(new StateRows.RunningRow(KEY, "node-ü", 3, 1));
    }

    @Test
    void a_job_and_its_shards_are_read_from_their_two_stores() {
        KeyValueStore<Bytes, byte[]> attempts = stores.keyValue();
        SubmitJob submit = new SubmitJob(
                Optional.empty(),
                false,
                Optional.empty(),
                Encoded.of(JobDefinition.builder().shards(2).build()));
        Job job = new JobLifecycle(CoreSettings.DEFAULT)
                .decide(KEY, Optional.empty(), new Input.CommandReceived(submit, new JobId(0, 1), false), AT)
                .after()
                .orElseThrow();
        new JobStore(rows, attempts)
                .prepare(KEY, Optional.empty(), Optional.of(new StoredJob(1, job.wakeAt(), AT, job)))
                .run();

        assertThat(MemoryStores.rows(attempts))
                .extracting(each -> StateRows.read(StateStores.ATTEMPTS, each.key.get(), each.value))
                .containsExactly(new StateRows.ShardRow(KEY, 1, 0), new StateRows.ShardRow(KEY, 1, 1));
        assertThat(read(StateStores.JOBS))
                .singleElement()
                .satisfies(row -> assertThat(row.job()).isEqualTo(KEY));
    }

    @Test
    void what_is_no_row_is_refused_in_words() {
        for (String store : StateRows.STORES) {
            assertThatThrownBy(() -> StateRows.read(store, new byte[] {1, 2, 3}, new byte[] {4}))
                    .as(store)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> StateRows.read(StateStores.MARKS, new byte[1], new byte[1]))
                .hasMessageContaining("marks");
    }

    private List<StateRows.Row> read(String store) {
        List<StateRows.Row> read = MemoryStores.rows(rows).stream()
                .map(each -> StateRows.read(store, each.key.get(), each.value))
                .toList();
        MemoryStores.rows(rows).forEach(each -> rows.delete(each.key));
        return read;
    }
}
