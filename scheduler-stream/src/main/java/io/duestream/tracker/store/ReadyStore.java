package io.duestream.tracker.store;

import io.duestream.job.JobKey;
import io.duestream.topic.JobPartition;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.dispatch.ReadyRows;
import io.duestream.tracker.dispatch.ReadyRows.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** What waits for room, by group and in the order in which it gets it. */
public final class ReadyStore implements ReadyRows {
    private final KeyValueStore<Bytes, byte[]> ready;

    /** A view on the store. */
    public ReadyStore(KeyValueStore<Bytes, byte[]> ready) {
        this.ready = ready;
    }

    @Override
    public void add(Row row) {
        ready.put(rowKey(row), JobPartition.keyBytes(row.key()));
    }

    @Override
    public void remove(Row row) {
        ready.put(rowKey(row), null);
    }

    /** Whether a row is there. */
    public boolean has(Row row) {
        return ready.get(rowKey(row)) != null;
    }

    @Override
    public List<Row> after(String group, Row last, int limit) {
        Bytes prefix = new RowKey().name(group).done();
        Bytes from = last == null ? prefix : rowKey(last);
        List<Row> rows = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> found = ready.range(from, RowKey.after(prefix))) {
            while (found.hasNext() && rows.size() < limit) {
                KeyValue<Bytes, byte[]> each = found.next();
                if (last == null || !each.key.equals(from)) {
                    rows.add(row(prefix, each));
                }
            }
        }
        return rows;
    }

    /** The groups for which anything waits. */
    public Set<String> groups() {
        return Groups.of(ready);
    }

    /** The first groups for which anything waits, whose names come after another. */
    public Set<String> groups(Optional<String> after, int most) {
        return Groups.of(ready, after, most);
    }

    static Row row(KeyValue<Bytes, byte[]> found) {
        JobKey key = JobKey.parse(new String(found.value, StandardCharsets.UTF_8));
        return row(new RowKey().name(key.group()).done(), found);
    }

    private static Row row(Bytes prefix, KeyValue<Bytes, byte[]> found) {
        return new Row(JobKey.parse(new String(found.value, StandardCharsets.UTF_8)), shard(prefix, found.key));
    }

    static ReadyShard shard(Bytes prefix, Bytes key) {
        int at = prefix.get().length;
        ByteBuffer bytes = ByteBuffer.wrap(key.get(), at, key.get().length - at);
        int priority = bytes.getInt();
        Instant due = Instant.ofEpochMilli(bytes.getLong());
        return new ReadyShard(priority, due, bytes.getLong(), bytes.getLong(), bytes.getInt());
    }

    static Bytes rowKey(Row row) {
        ReadyShard shard = row.shard();
        return new RowKey()
                .name(row.key().group())
                .number(shard.priority())
                .time(shard.dueAt())
                .number(shard.accepted())
                .number(shard.fire())
                .number(shard.shard())
                .done();
    }
}
