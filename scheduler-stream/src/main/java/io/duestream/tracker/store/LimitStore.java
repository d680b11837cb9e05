package io.duestream.tracker.store;

import io.duestream.codec.RecordCodec;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.topic.JobPartition;
import io.duestream.tracker.dispatch.Admission;
import io.duestream.tracker.dispatch.AdmissionRequest;
import io.duestream.tracker.dispatch.Claim;
import io.duestream.tracker.dispatch.LimitRows;
import io.duestream.tracker.dispatch.LimitState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** What the owner of groups keeps: for each group its state, then the counted partitions, the admissions, the requests. */
public final class LimitStore implements LimitRows {
    private static final RecordCodec<LimitState> CODEC = RecordCodec.of(LimitState.class, JobStore.STATE);
    private static final int STATE = 0;
    private static final int COUNTED = 1;
    private static final int ADMISSION = 2;
    private static final int REQUEST = 3;
    private static final byte[] NOTHING = {};

    private final KeyValueStore<Bytes, byte[]> limits;

    /** A view on the store. */
    public LimitStore(KeyValueStore<Bytes, byte[]> limits) {
        this.limits = limits;
    }

    /** The groups about which anything is kept. */
    public Set<String> groups() {
        return Groups.of(limits);
    }

    private static RowKey row(String group, int part) {
        return new RowKey().name(group).number(part);
    }

    @Override
    public Optional<LimitState> state(String group) {
        return Optional.ofNullable(limits.get(row(group, STATE).done())).map(CODEC::decode);
    }

    @Override
    public void keep(String group, LimitState state) {
        limits.put(row(group, STATE).done(), CODEC.encode(state));
    }

    @Override
    public Set<Integer> counted(String group) {
        Set<Integer> counted = new HashSet<>();
        each(group, COUNTED, (key, value) -> counted.add(key.getInt()));
        return counted;
    }

    @Override
    public void count(String group, int partition) {
        limits.put(row(group, COUNTED).number(partition).done(), NOTHING);
    }

    @Override
    public void uncount(String group, int partition) {
        limits.put(row(group, COUNTED).number(partition).done(), null);
    }

    @Override
    public Map<Claim, Admission> admissions(String group) {
        Map<Claim, Admission> admissions = new HashMap<>();
        each(group, ADMISSION, (key, value) -> {
            JobId job = new JobId(key.getInt(), key.getLong());
            ByteBuffer kept = ByteBuffer.wrap(value);
            admissions.put(new Claim(job, key.getLong(), key.getInt()), new Admission(kept.getLong(), kept.get() == 1));
        });
        return admissions;
    }

    @Override
    public void admit(String group, Claim claim, Admission admission) {
        ByteBuffer value =
                ByteBuffer.allocate(Long.BYTES + 1).putLong(admission.number()).put((byte) (admission.used() ? 1 : 0));
        limits.put(admission(group, claim), value.array());
    }

    @Override
    public void end(String group, Claim claim) {
        limits.put(admission(group, claim), null);
    }

    private static Bytes admission(String group, Claim claim) {
        return row(group, ADMISSION)
                .number(claim.job().partition())
                .number(claim.job().offset())
                .number(claim.fire())
                .number(claim.shard())
                .done();
    }

    @Override
    public List<AdmissionRequest> requests(String group) {
        List<AdmissionRequest> requests = new ArrayList<>();
        each(group, REQUEST, (key, value) -> {
            int priority = key.getInt();
            Instant dueAt = Instant.ofEpochMilli(key.getLong());
            long offset = key.getLong();
            Claim claim = new Claim(new JobId(key.getInt(), offset), key.getLong(), key.getInt());
            ByteBuffer kept = ByteBuffer.wrap(value);
            long number = kept.getLong();
            JobKey job = JobKey.parse(StandardCharsets.UTF_8.decode(kept).toString());
            requests.add(new AdmissionRequest(job, claim, priority, dueAt, number));
        });
        return requests;
    }

    @Override
    public void request(String group, AdmissionRequest request) {
        byte[] key = JobPartition.keyBytes(request.key());
        ByteBuffer value = ByteBuffer.allocate(Long.BYTES + key.length)
                .putLong(request.number())
                .put(key);
        limits.put(request(request, group), value.array());
    }

    @Override
    public void answer(String group, AdmissionRequest request) {
        limits.put(request(request, group), null);
    }

    private static Bytes request(AdmissionRequest request, String group) {
        Claim claim = request.claim();
        return row(group, REQUEST)
                .number(request.priority())
                .time(request.dueAt())
                .number(claim.job().offset())
                .number(claim.job().partition())
                .number(claim.fire())
                .number(claim.shard())
                .done();
    }

    private void each(String group, int part, BiConsumer<ByteBuffer, byte[]> row) {
        Bytes prefix = row(group, part).done();
        try (KeyValueIterator<Bytes, byte[]> rows = limits.range(prefix, RowKey.after(prefix))) {
            while (rows.hasNext()) {
                KeyValue<Bytes, byte[]> each = rows.next();
                int at = prefix.get().length;
                row.accept(ByteBuffer.wrap(each.key.get(), at, each.key.get().length - at), each.value);
            }
        }
    }
}
