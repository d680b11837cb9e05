package io.duestream.tracker.store;

import io.duestream.codec.RecordCodec;
import io.duestream.codec.SchemaCatalogue;
import io.duestream.job.JobKey;
import io.duestream.topic.JobPartition;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.core.StoredJob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Jobs as rows. A fire of one shard stands in its job's row; of a fire of many, each shard has a row of its own. */
public final class JobStore {
    /** The schemas of what is kept in the stores. */
    static final SchemaCatalogue STATE = new SchemaCatalogue(JobStore.class, "/io/duestream/tracker/state/");

    private static final RecordCodec<StoredJob> JOB = RecordCodec.of(StoredJob.class, STATE);
    private static final RecordCodec<Shard> SHARD = RecordCodec.of(Shard.class, STATE);

    /** Of each task: about 4,000 jobs of one run. */
    private static final long MOST_HEAP_FOR_RECENT = 8L << 20;

    private final KeyValueStore<Bytes, byte[]> jobs;
    private final KeyValueStore<Bytes, byte[]> attempts;
    private final RecentJobs recent = new RecentJobs(MOST_HEAP_FOR_RECENT);

    /** A view on the two stores; the only one on them as long as it is used, as it keeps what it has seen last. */
    public JobStore(KeyValueStore<Bytes, byte[]> jobs, KeyValueStore<Bytes, byte[]> attempts) {
        this.jobs = jobs;
        this.attempts = attempts;
    }

    /** The job that lives under a key, if one does, to decide about: it is kept at hand for the next decision. */
    public Optional<StoredJob> get(JobKey key) {
        StoredJob known = recent.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        byte[] row = jobs.get(rowKey(key));
        if (row == null) {
            return Optional.empty();
        }
        StoredJob stored = withShards(key, JOB.decode(row));
        keep(key, stored, row);
        return Optional.of(stored);
    }

    /**
     * The job that lives under a key, if one does, as its rows have it. For whoever goes through many jobs: what is at hand
     * for decisions stays.
     */
    public Optional<StoredJob> inPassing(JobKey key) {
        return Optional.ofNullable(jobs.get(rowKey(key))).map(row -> withShards(key, JOB.decode(row)));
    }

    /** A fire of many shards is not weighed by the job's row, and is large. */
    private void keep(JobKey key, StoredJob stored, byte[] row) {
        if (inOneRow(stored.job())) {
            recent.put(key, stored, row.length);
        } else {
            recent.remove(key);
        }
    }

    /**
     * What a decision changes in the rows of a job, encoded and ready: nothing is written until {@link Write#run()}, so
     * that a value that cannot be encoded fails before the first write.
     */
    public Write prepare(JobKey key, Optional<StoredJob> before, Optional<StoredJob> after) {
        List<KeyValue<Bytes, byte[]>> shardRows = new ArrayList<>();
        diffShards(
                key,
                before,
                after,
                (row, shard) -> shardRows.add(
                        KeyValue.pair(row, shard.map(SHARD::encode).orElse(null))));
        byte[] row = after.map(stored -> JOB.encode(withoutShards(stored))).orElse(null);
        return new Write(key, after, row, shardRows);
    }

    /** The bytes of a whole job, shards included, for the audit topic. */
    public static byte[] encodeWhole(StoredJob stored) {
        return JOB.encode(stored);
    }

    /** The row of a job as it is stored: fires of several shards come without them. */
    static StoredJob decodeRow(byte[] row) {
        return JOB.decode(row);
    }

    /** Writes that are ready to be made. */
    public final class Write {
        private final JobKey key;
        private final Optional<StoredJob> stored;
        private final byte[] row;
        private final List<KeyValue<Bytes, byte[]>> shardRows;

        private Write(JobKey key, Optional<StoredJob> stored, byte[] row, List<KeyValue<Bytes, byte[]>> shardRows) {
            this.key = key;
            this.stored = stored;
            this.row = row;
            this.shardRows = shardRows;
        }

        /** Makes them. */
        public void run() {
            // put(key, null), as delete(key) reads the old value first.
            jobs.put(rowKey(key), row);
            shardRows.forEach(each -> attempts.put(each.key, each.value));
            stored.ifPresentOrElse(job -> keep(key, job, row), () -> recent.remove(key));
        }

        /** Size of the largest row, in bytes. */
        public int largest() {
            int largest = row == null ? 0 : row.length;
            for (KeyValue<Bytes, byte[]> each : shardRows) {
                largest = Math.max(largest, each.value == null ? 0 : each.value.length);
            }
            return largest;
        }
    }

    /** The keys of live jobs after a key, or from the first, in the order of their bytes; at most {@code limit}. */
    public List<JobKey> keysAfter(Optional<JobKey> after, int limit) {
        Bytes from = after.map(JobStore::rowKey).orElse(null);
        List<JobKey> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> rows = jobs.range(from, null)) {
            while (rows.hasNext() && keys.size() < limit) {
                Bytes row = rows.next().key;
                if (!row.equals(from)) {
                    keys.add(jobKey(row));
                }
            }
        }
        return keys;
    }

    private StoredJob withShards(JobKey key, StoredJob stored) {
        List<Fire> fires = new ArrayList<>(stored.job().fires());
        boolean changed = false;
        for (int i = 0; i < fires.size(); i++) {
            if (fires.get(i).shards().isEmpty()) {
                fires.set(
                        i, fires.get(i).withShards(readShards(key, fires.get(i).number())));
                changed = true;
            }
        }
        return changed ? stored.with(stored.job().withFires(fires)) : stored;
    }

    private List<Shard> readShards(JobKey key, long fire) {
        Bytes prefix = firePrefix(key, fire);
        List<Shard> shards = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> rows = attempts.range(prefix, RowKey.after(prefix))) {
            while (rows.hasNext()) {
                shards.add(SHARD.decode(rows.next().value));
            }
        }
        return shards;
    }

    private static StoredJob withoutShards(StoredJob stored) {
        Job job = stored.job();
        if (inOneRow(job)) {
            return stored;
        }
        List<Fire> fires = job.fires().stream()
                .map(fire -> fire.shards().size() == 1 ? fire : fire.withShards(List.of()))
                .toList();
        return stored.with(job.withFires(fires));
    }

    private static boolean inOneRow(Job job) {
        return job.fires().stream().allMatch(fire -> fire.shards().size() == 1);
    }

    private static void diffShards(
            JobKey key,
            Optional<StoredJob> before,
            Optional<StoredJob> after,
            BiConsumer<Bytes, Optional<Shard>> change) {
        for (Fire old : sharded(before)) {
            if (after.flatMap(stored -> stored.job().openFire(old.number())).isEmpty()) {
                old.shards().forEach(shard -> change.accept(shardKey(key, old.number(), shard), Optional.empty()));
            }
        }
        for (Fire now : sharded(after)) {
            Optional<Fire> old = before.flatMap(stored -> stored.job().openFire(now.number()));
            for (Shard shard : now.shards()) {
                boolean same =
                        old.isPresent() && old.get().shards().get(shard.index()).equals(shard);
                if (!same) {
                    change.accept(shardKey(key, now.number(), shard), Optional.of(shard));
                }
            }
        }
    }

    private static List<Fire> sharded(Optional<StoredJob> stored) {
        return stored.map(each -> each.job().fires().stream()
                        .filter(fire -> fire.shards().size() > 1)
                        .toList())
                .orElse(List.of());
    }

    private static Bytes rowKey(JobKey key) {
        return Bytes.wrap(JobPartition.keyBytes(key));
    }

    private static JobKey jobKey(Bytes row) {
        return JobKey.parse(new String(row.get(), StandardCharsets.UTF_8));
    }

    private static Bytes firePrefix(JobKey key, long fire) {
        return new RowKey().counted(JobPartition.keyBytes(key)).number(fire).done();
    }

    private static Bytes shardKey(JobKey key, long fire, Shard shard) {
        return new RowKey()
                .counted(JobPartition.keyBytes(key))
                .number(fire)
                .number(shard.index())
                .done();
    }
}
