package io.duestream.tracker.simulation;

import io.duestream.job.JobKey;
import io.duestream.tracker.core.StoredJob;
import io.duestream.tracker.store.JobStore;
import io.duestream.tracker.store.StateStores;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** The tracker's job store, which writes only what changed of a job, gives back every job as it was decided. */
final class StoreGivesBackWhatItGot implements Invariant {
    private final Partition partition;
    private KeyValueStore<Bytes, byte[]> jobs;
    private KeyValueStore<Bytes, byte[]> attempts;
    private JobStore store;

    StoreGivesBackWhatItGot(Partition partition) {
        this.partition = partition;
        empty();
    }

    private void empty() {
        jobs = Stores.inMemoryKeyValueStore(StateStores.JOBS).get();
        attempts = Stores.inMemoryKeyValueStore(StateStores.ATTEMPTS).get();
        store = new JobStore(jobs, attempts);
    }

    @Override
    public void decided(Decided step, Findings findings) {
        if (!partition.encodes() || step.before().equals(step.after())) {
            return;
        }
        store.prepare(step.key(), step.before(), step.after().map(partition.rules()::stored))
                .run();
        given(step, store, findings);
        // A store remembers what it wrote; another one has to read it.
        given(step, new JobStore(jobs, attempts), findings);
    }

    private void given(Decided step, JobStore from, Findings findings) {
        Optional<StoredJob> given = from.get(step.key());
        if (!given.equals(step.after())) {
            findings.add(getClass(), step.key(), "stored " + step.after() + ", given back " + given);
        }
    }

    /** A restore brings back what was committed. */
    @Override
    public void crashed(List<Dispatched> escaped, Findings findings) {
        if (partition.encodes()) {
            empty();
            for (Map.Entry<String, StoredJob> row : partition.stores.jobs.entries()) {
                store.prepare(JobKey.parse(row.getKey()), Optional.empty(), Optional.of(row.getValue()))
                        .run();
            }
        }
    }
}
