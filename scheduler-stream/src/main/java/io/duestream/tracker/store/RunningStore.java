package io.duestream.tracker.store;

import io.duestream.job.JobKey;
import io.duestream.job.Token;
import io.duestream.topic.JobPartition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Which attempts run on which node, as far as their starts were reported. */
public final class RunningStore {
    private final KeyValueStore<Bytes, byte[]> running;

    /** A view on the store. */
    public RunningStore(KeyValueStore<Bytes, byte[]> running) {
        this.running = running;
    }

    /**
     * An attempt that was reported started.
     *
     * @param node where it runs; said by the reporter, so any characters
     * @param key its job
     * @param fire its fire
     * @param shard its shard
     * @param token its token
     */
    public record Row(String node, JobKey key, long fire, int shard, Token token) {}

    /** Adds a row, or writes another token into it. */
    public void add(Row row) {
        byte[] token = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(row.token().accepted())
                .putLong(row.token().attempts())
                .array();
        running.put(rowKey(row), token);
    }

    /** Removes the row of an attempt, whatever its token. */
    public void remove(Row row) {
        running.put(rowKey(row), null);
    }

    /** Whether the row is there, with this token. */
    public boolean has(Row row) {
        byte[] token = running.get(rowKey(row));
        return token != null && token(token).equals(row.token());
    }

    /** Whether a row is there for the attempt's node and shard, with whatever token. */
    public boolean hasAny(Row row) {
        return running.get(rowKey(row)) != null;
    }

    /** The attempts of a node after a row, or from its first; at most {@code limit}. */
    public List<Row> of(String node, Optional<Row> after, int limit) {
        Bytes prefix = prefix(node);
        Bytes from = after.map(RunningStore::rowKey).orElse(prefix);
        List<Row> rows = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> found = running.range(from, RowKey.after(prefix))) {
            while (found.hasNext() && rows.size() < limit) {
                KeyValue<Bytes, byte[]> each = found.next();
                if (after.isEmpty() || !each.key.equals(from)) {
                    rows.add(row(each));
                }
            }
        }
        return rows;
    }

    /** Tells each row there is. */
    public void each(Consumer<Row> told) {
        try (KeyValueIterator<Bytes, byte[]> rows = running.all()) {
            rows.forEachRemaining(each -> told.accept(row(each)));
        }
    }

    static Row row(KeyValue<Bytes, byte[]> found) {
        ByteBuffer key = ByteBuffer.wrap(found.key.get());
        String node = counted(key);
        JobKey job = JobKey.parse(counted(key));
        return new Row(node, job, key.getLong(), key.getInt(), token(found.value));
    }

    private static String counted(ByteBuffer from) {
        byte[] part = new byte[from.getInt()];
        from.get(part);
        return new String(part, StandardCharsets.UTF_8);
    }

    private static Token token(byte[] value) {
        ByteBuffer halves = ByteBuffer.wrap(value);
        return new Token(halves.getLong(), halves.getLong());
    }

    private static Bytes prefix(String node) {
        return new RowKey().counted(node.getBytes(StandardCharsets.UTF_8)).done();
    }

    private static Bytes rowKey(Row row) {
        return new RowKey()
                .counted(row.node().getBytes(StandardCharsets.UTF_8))
                .counted(JobPartition.keyBytes(row.key()))
                .number(row.fire())
                .number(row.shard())
                .done();
    }
}
