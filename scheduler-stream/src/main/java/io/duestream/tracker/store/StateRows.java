package io.duestream.tracker.store;

import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.job.JobKey;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.core.StoredJob;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;

/**
 * Reads the rows of the stores that name jobs from their changelogs, for who looks at a cluster from outside. Nothing here
 * writes.
 */
public final class StateRows {
    /** The stores whose rows can be read. */
    public static final List<String> STORES =
            List.of(StateStores.JOBS, StateStores.TIMERS, StateStores.READY, StateStores.ATTEMPTS, StateStores.RUNNING);

    private StateRows() {}

    /** A row of a store. */
    public sealed interface Row {
        /** The job it belongs to. */
        JobKey job();
    }

    /**
     * A job.
     *
     * @param job its key
     * @param stored the job; fires of several shards come without them
     */
    public record JobRow(JobKey job, StoredJob stored) implements Row {}

    /** A job has something to wait for, until then. */
    public record TimerRow(JobKey job, Instant wakeAt) implements Row {}

    /** A shard waits for room. */
    public record ReadyRow(JobKey job, ReadyShard shard) implements Row {}

    /** A shard of a fire of several. */
    public record ShardRow(JobKey job, long fire, int shard) implements Row {}

    /** An attempt runs on a node. */
    public record RunningRow(JobKey job, String node, long fire, int shard) implements Row {}

    /**
     * Reads a row.
     *
     * @param store one of {@link #STORES}
     * @param key of the changelog's record
     * @param value of the changelog's record; not null
     * @throws IllegalArgumentException if it is no such row, or a newer tracker wrote it
     */
    public static Row read(String store, byte[] key, byte[] value) {
        try {
            return switch (store) {
                case StateStores.JOBS -> new JobRow(jobKey(key), JobStore.decodeRow(value));
                case StateStores.TIMERS -> {
                    TimerStore.Timer timer = TimerStore.Timer.of(Bytes.wrap(key));
                    yield new TimerRow(timer.key(), timer.wakeAt());
                }
                case StateStores.READY -> {
                    var ready = ReadyStore.row(KeyValue.pair(Bytes.wrap(key), value));
                    yield new ReadyRow(ready.key(), ready.shard());
                }
                case StateStores.ATTEMPTS -> shard(ByteBuffer.wrap(key));
                case StateStores.RUNNING -> {
                    RunningStore.Row running = RunningStore.row(KeyValue.pair(Bytes.wrap(key), value));
                    yield new RunningRow(running.key(), running.node(), running.fire(), running.shard());
                }
                default -> throw new IllegalArgumentException("rows of " + store + " name no jobs");
            };
        } catch (MalformedRecordException
                | UnknownSchemaException
                | BufferUnderflowException
                | IndexOutOfBoundsException
                | NegativeArraySizeException e) {
            throw new IllegalArgumentException("a row of " + store + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Row shard(ByteBuffer key) {
        int length = key.getInt();
        if (length < 0 || length > key.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] job = new byte[length];
        key.get(job);
        return new ShardRow(jobKey(job), key.getLong(), key.getInt());
    }

    private static JobKey jobKey(byte[] key) {
        return JobKey.parse(new String(key, StandardCharsets.UTF_8));
    }
}
