package io.duestream.tracker.store;

import io.duestream.job.JobKey;
import io.duestream.topic.JobPartition;
import io.duestream.tracker.dispatch.ReadyRows.Row;
import io.duestream.tracker.dispatch.RequestRows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** What a partition has asked of the owners of limited groups, in the order of the queue. */
public final class RequestStore implements RequestRows {
    private final KeyValueStore<Bytes, byte[]> requests;

    /** A view on the store. */
    public RequestStore(KeyValueStore<Bytes, byte[]> requests) {
        this.requests = requests;
    }

    @Override
    public Map<Row, Asked> of(String group) {
        Bytes prefix = new RowKey().name(group).done();
        Map<Row, Asked> found = new HashMap<>();
        try (KeyValueIterator<Bytes, byte[]> rows = requests.range(prefix, RowKey.after(prefix))) {
            while (rows.hasNext()) {
                KeyValue<Bytes, byte[]> each = rows.next();
                ByteBuffer value = ByteBuffer.wrap(each.value);
                Asked asked = new Asked(value.getLong(), value.get() == 1);
                JobKey key = JobKey.parse(StandardCharsets.UTF_8.decode(value).toString());
                found.put(new Row(key, ReadyStore.shard(prefix, each.key)), asked);
            }
        }
        return found;
    }

    @Override
    public void keep(Row row, Asked asked) {
        byte[] key = JobPartition.keyBytes(row.key());
        ByteBuffer value = ByteBuffer.allocate(Long.BYTES + 1 + key.length)
                .putLong(asked.number())
                .put((byte) (asked.admitted() ? 1 : 0))
                .put(key);
        requests.put(ReadyStore.rowKey(row), value.array());
    }

    @Override
    public void remove(Row row) {
        requests.put(ReadyStore.rowKey(row), null);
    }
}
