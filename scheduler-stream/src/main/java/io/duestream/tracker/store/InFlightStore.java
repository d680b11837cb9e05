package io.duestream.tracker.store;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** How many attempts are out, by group and dispatch partition. */
public final class InFlightStore {
    private final KeyValueStore<Bytes, byte[]> inFlight;

    /** A view on the store. */
    public InFlightStore(KeyValueStore<Bytes, byte[]> inFlight) {
        this.inFlight = inFlight;
    }

    /** The open counts of a group, by partition. */
    public Map<Integer, Integer> of(String group) {
        Bytes prefix = new RowKey().name(group).done();
        Map<Integer, Integer> open = new HashMap<>();
        try (KeyValueIterator<Bytes, byte[]> rows = inFlight.range(prefix, RowKey.after(prefix))) {
            while (rows.hasNext()) {
                KeyValue<Bytes, byte[]> row = rows.next();
                int partition = ByteBuffer.wrap(row.key.get(), prefix.get().length, Integer.BYTES)
                        .getInt();
                open.put(partition, ByteBuffer.wrap(row.value).getInt());
            }
        }
        return open;
    }

    /** The first groups that have attempts out, whose names come after another. */
    public Set<String> groups(Optional<String> after, int most) {
        return Groups.of(inFlight, after, most);
    }

    /** Keeps an open count; none is kept for zero. */
    public void put(String group, int partition, int open) {
        Bytes row = new RowKey().name(group).number(partition).done();
        inFlight.put(
                row,
                open == 0
                        ? null
                        : ByteBuffer.allocate(Integer.BYTES).putInt(open).array());
    }
}
