package io.duestream.tracker.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Records that a newer node wrote and nobody here can read yet, as they were. */
public final class ParkedStore {
    private static final int NO_KEY = -1;

    private final KeyValueStore<Bytes, byte[]> parked;

    /** A view on the store. */
    public ParkedStore(KeyValueStore<Bytes, byte[]> parked) {
        this.parked = parked;
    }

    /**
     * A record and where it stood.
     *
     * @param topic full topic name
     * @param offset its offset
     * @param key its key, or null
     * @param value its value
     */
    public record Parked(String topic, long offset, byte[] key, byte[] value) {
        Bytes row() {
            return new RowKey().name(topic).number(offset).done();
        }

        /** Size of its row, in bytes. */
        public int size() {
            return row().get().length + content().length;
        }

        private byte[] content() {
            int length = key == null ? 0 : key.length;
            ByteBuffer content = ByteBuffer.allocate(Integer.BYTES + length + value.length);
            content.putInt(key == null ? NO_KEY : length);
            if (key != null) {
                content.put(key);
            }
            return content.put(value).array();
        }

        private static Parked of(KeyValue<Bytes, byte[]> row) {
            byte[] at = row.key.get();
            int end = at.length - Long.BYTES;
            String topic = new String(at, 0, end - 1, StandardCharsets.UTF_8);
            ByteBuffer content = ByteBuffer.wrap(row.value);
            int length = content.getInt();
            byte[] key = length == NO_KEY ? null : new byte[length];
            if (key != null) {
                content.get(key);
            }
            byte[] value = new byte[content.remaining()];
            content.get(value);
            return new Parked(topic, ByteBuffer.wrap(at, end, Long.BYTES).getLong(), key, value);
        }
    }

    /** Keeps a record. */
    public void add(Parked record) {
        parked.put(record.row(), record.content());
    }

    /** Removes a record. */
    public void remove(Parked record) {
        parked.put(record.row(), null);
    }

    /** The records after {@code last}, or from the first if null, by topic and offset; at most {@code limit}. */
    public List<Parked> after(Parked last, int limit) {
        Bytes from = last == null ? null : last.row();
        List<Parked> records = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> rows = parked.range(from, null)) {
            while (rows.hasNext() && records.size() < limit) {
                KeyValue<Bytes, byte[]> row = rows.next();
                if (!row.key.equals(from)) {
                    records.add(Parked.of(row));
                }
            }
        }
        return records;
    }
}
