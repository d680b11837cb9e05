package io.duestream.tracker.store;

import io.duestream.codec.RecordCodec;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.topic.JobPartition;
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
    public Map<Claim, Boolean> admissions(String group) {
        Map<Claim, Boolean> admissions = new HashMap<>();
        each(group, ADMISSION, (key, value) -> {
            JobId job = new JobId(key.getInt(), key.getLong());
            admissions.put(new Claim(job, key.getLong(), key.getInt()), value[0] == 1);
        });
        return admissions;
    }

    @Override
    public void admit(String group, Claim claim, boolean used) {
        limits.put(admission(group, claim), new byte[] {(byte) (used ? 1 : 0)});
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
            JobKey job = JobKey.parse(new String(value, StandardCharsets.UTF_8));
            requests.add(new AdmissionRequest(job, claim, priority, dueAt));
        });
        return requests;
    }

    @Override
    public void request(String group, AdmissionRequest request) {
        limits.put(request(request, group), JobPartition.keyBytes(request.key()));
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
