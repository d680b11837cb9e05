package io.duestream.tracker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobDefinitionBuilder;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.OverlapPolicy;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.command.TriggerJob;
import io.duestream.tracker.core.CoreSettings;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.JobLifecycle;
import io.duestream.tracker.core.StoredJob;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class JobStoreTest {
    private static final JobKey KEY = JobKey.parse("mail/a");
    private static final Bytes ROW = Bytes.wrap("mail/a".getBytes(StandardCharsets.UTF_8));
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    private final JobLifecycle rules = new JobLifecycle(CoreSettings.DEFAULT);
    private final MemoryStores stores = new MemoryStores();
    private final KeyValueStore<Bytes, byte[]> jobs = stores.keyValue();
    private final KeyValueStore<Bytes, byte[]> attempts = stores.keyValue();
    private final JobStore store = new JobStore(jobs, attempts);

    /** As another task reads it that has not written it. */
    private Optional<StoredJob> read(JobKey key) {
        return new JobStore(jobs, attempts).get(key);
    }

    @Test
    void what_was_written_last_is_known_without_a_look_at_its_row() {
        StoredJob job = stored(submitted(JobDefinition.builder()));
        write(Optional.empty(), job);
        jobs.delete(ROW);

        assertThat(store.get(KEY)).contains(job);
        store.prepare(KEY, Optional.of(job), Optional.empty()).run();
        assertThat(store.get(KEY)).isEmpty();
    }

    @Test
    void of_many_shards_nothing_is_kept_neither_written_nor_read() {
        StoredJob one = stored(submitted(JobDefinition.builder()));
        StoredJob many = stored(submitted(JobDefinition.builder().shards(2)));
        write(Optional.empty(), one);
        write(Optional.empty(), many);
        assertThat(store.get(KEY)).contains(many);
        jobs.delete(ROW);

        assertThat(store.get(KEY)).isEmpty();
    }

    @Test
    void what_is_read_in_passing_is_not_kept() {
        StoredJob job = stored(submitted(JobDefinition.builder()));
        new JobStore(jobs, attempts)
                .prepare(KEY, Optional.empty(), Optional.of(job))
                .run();
        assertThat(store.inPassing(KEY)).contains(job);
        jobs.delete(ROW);

        assertThat(store.get(KEY)).isEmpty();
        assertThat(store.inPassing(KEY)).isEmpty();
    }

    @Test
    void what_is_loaded_is_what_was_stored() {
        for (int shards : List.of(1, 2, 1_000)) {
            StoredJob job = stored(submitted(JobDefinition.builder().shards(shards)));
            JobKey key = JobKey.parse("mail/" + shards);
            store.prepare(key, Optional.empty(), Optional.of(job)).run();

            assertThat(read(key)).contains(job);
        }
    }

    @Test
    void a_single_shard_stands_in_the_row_of_its_job_and_many_have_rows_of_their_own() {
        write(Optional.empty(), stored(submitted(JobDefinition.builder())));
        assertThat(MemoryStores.rows(attempts)).isEmpty();
        StoredJob many = stored(submitted(JobDefinition.builder().shards(1_000)));
        store.prepare(KEY, store.get(KEY), Optional.empty()).run();
        write(Optional.empty(), many);

        assertThat(MemoryStores.rows(attempts)).hasSize(1_000);
        assertThat(jobs.get(ROW).length).isLessThan(1_000);
    }

    @Test
    void of_a_thousand_shards_only_those_that_changed_are_written() {
        StoredJob before = stored(submitted(JobDefinition.builder().shards(1_000)));
        write(Optional.empty(), before);
        Map<Bytes, byte[]> rows = snapshot();
        StoredJob after = stored(admit(before.job(), 700));
        write(Optional.of(before), after);

        Map<Bytes, byte[]> now = snapshot();
        assertThat(now.keySet().stream().filter(row -> now.get(row) != rows.get(row)))
                .hasSize(1);
        assertThat(read(KEY)).contains(after);
    }

    @Test
    void the_rows_of_a_fire_go_with_it_and_no_others() {
        JobDefinitionBuilder definition = JobDefinition.builder().shards(3).overlap(OverlapPolicy.ALLOW);
        Job one = submitted(definition);
        Job two = rules.decide(
                        KEY,
                        Optional.of(one),
                        new Input.CommandReceived(new TriggerJob(""), new JobId(0, 2), false),
                        NOW)
                .after()
                .orElseThrow();
        assertThat(two.fires()).hasSize(2);
        write(Optional.empty(), stored(two));
        StoredJob onlySecond = stored(two.withFires(List.of(two.fires().get(1))));
        write(store.get(KEY), onlySecond);

        assertThat(MemoryStores.rows(attempts)).hasSize(3);
        assertThat(read(KEY)).contains(onlySecond);
        store.prepare(KEY, store.get(KEY), Optional.empty()).run();
        assertThat(MemoryStores.rows(attempts)).isEmpty();
        assertThat(MemoryStores.rows(jobs)).isEmpty();
    }

    @Test
    void nothing_is_written_until_the_write_is_made() {
        JobStore.Write write = store.prepare(
                KEY,
                Optional.empty(),
                Optional.of(stored(submitted(JobDefinition.builder().shards(2)))));
        assertThat(read(KEY)).isEmpty();
        assertThat(write.largest()).isPositive();
        write.run();
        assertThat(read(KEY)).isPresent();
    }

    @Test
    void keys_whose_text_begins_alike_do_not_share_shards() {
        JobKey longer = JobKey.parse("mail/a/b");
        StoredJob job = stored(submitted(JobDefinition.builder().shards(3)));
        write(Optional.empty(), job);
        store.prepare(longer, Optional.empty(), Optional.of(job)).run();
        store.prepare(KEY, Optional.of(job), Optional.empty()).run();

        assertThat(read(longer)).contains(job);
    }

    @Test
    void keys_are_walked_in_order_from_any_point() {
        StoredJob job = stored(submitted(JobDefinition.builder()));
        IntStream.range(0, 7)
                .forEach(i -> store.prepare(JobKey.parse("mail/" + i), Optional.empty(), Optional.of(job))
                        .run());

        assertThat(store.keysAfter(Optional.empty(), 3))
                .extracting(JobKey::taskId)
                .containsExactly("0", "1", "2");
        assertThat(store.keysAfter(Optional.of(JobKey.parse("mail/4")), 3))
                .extracting(JobKey::taskId)
                .containsExactly("5", "6");
        assertThat(store.keysAfter(Optional.of(JobKey.parse("mail/45")), 1))
                .as("after a job that is gone")
                .extracting(JobKey::taskId)
                .containsExactly("5");
    }

    private Job submitted(JobDefinitionBuilder definition) {
        SubmitJob submit = new SubmitJob(Optional.empty(), false, Optional.empty(), Encoded.of(definition.build()));
        return rules.decide(KEY, Optional.empty(), new Input.CommandReceived(submit, new JobId(0, 1), false), NOW)
                .after()
                .orElseThrow();
    }

    private Job admit(Job job, int shard) {
        return rules.decide(KEY, Optional.of(job), new Input.Admitted(1, shard, 0), NOW)
                .after()
                .orElseThrow();
    }

    private static StoredJob stored(Job job) {
        return new StoredJob(1, job.wakeAt(), NOW, job);
    }

    private void write(Optional<StoredJob> before, StoredJob after) {
        store.prepare(KEY, before, Optional.of(after)).run();
    }

    /** An in-memory store hands out the array that was put, so one that was not put again is the same. */
    private Map<Bytes, byte[]> snapshot() {
        Map<Bytes, byte[]> rows = new HashMap<>();
        MemoryStores.rows(attempts).forEach(row -> rows.put(row.key, row.value));
        return rows;
    }
}
