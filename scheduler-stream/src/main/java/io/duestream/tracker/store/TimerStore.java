package io.duestream.tracker.store;

import io.duestream.job.JobKey;
import io.duestream.topic.JobPartition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Jobs in the order of their wake times. Scans begin at a low-water key, below which no row lives: a scan from the start
 * would walk over the tombstones of every job that ever woke.
 */
public final class TimerStore {
    private static final byte[] NOTHING = {};
    private static final int HEAD = Long.BYTES + Integer.BYTES;

    private final KeyValueStore<Bytes, byte[]> timers;
    private final Marks marks;
    private Bytes lowWater;
    /** What a restart will begin with; like the mark itself it lies behind no row. */
    private Bytes kept;
    /** No row is earlier; null if none is known. */
    private Instant earliest;

    /** A view on the store; scans begin where the marks say, or at the start. */
    public TimerStore(KeyValueStore<Bytes, byte[]> timers, Marks marks) {
        this.timers = timers;
        this.marks = marks;
        this.kept = marks.timers().orElse(null);
        this.lowWater = kept;
    }

    /** A row: when which job wakes. */
    public record Timer(Instant wakeAt, int priority, JobKey key) {
        Bytes row() {
            return new RowKey()
                    .time(wakeAt)
                    .number(priority)
                    .rest(JobPartition.keyBytes(key))
                    .done();
        }

        static Timer of(Bytes row) {
            ByteBuffer bytes = ByteBuffer.wrap(row.get());
            Instant wakeAt = Instant.ofEpochMilli(bytes.getLong());
            int priority = bytes.getInt();
            byte[] key = row.get();
            return new Timer(
                    wakeAt, priority, JobKey.parse(new String(key, HEAD, key.length - HEAD, StandardCharsets.UTF_8)));
        }
    }

    /** Adds a row; one that lies behind the low-water key moves it back, here and for a restart. */
    public void add(Timer timer) {
        Bytes row = timer.row();
        timers.put(row, NOTHING);
        if (earliest == null || timer.wakeAt().isBefore(earliest)) {
            earliest = timer.wakeAt();
        }
        if (lowWater != null && row.compareTo(lowWater) < 0) {
            lowWater = row;
        }
        if (kept != null && row.compareTo(kept) < 0) {
            keep(row);
        }
    }

    private void keep(Bytes mark) {
        kept = mark;
        marks.timers(mark);
    }

    /** Removes a row. */
    public void remove(Timer timer) {
        timers.put(timer.row(), null);
    }

    /** Whether the row is there. */
    public boolean has(Timer timer) {
        return timers.get(timer.row()) != null;
    }

    /** The rows that have come due, earliest first, at most {@code limit}; the low-water key moves up to the first. */
    public List<Timer> due(Instant now, int limit) {
        List<Timer> due = new ArrayList<>();
        Bytes end = new RowKey().time(now.plusMillis(1)).done();
        if (lowWater != null && lowWater.compareTo(end) >= 0) {
            return due;
        }
        read(lowWater, end, limit, due);
        lowWater = due.isEmpty() ? end : due.get(0).row();
        return due;
    }

    /** The rows that have come due no earlier than a time, earliest first, at most {@code limit}. */
    public List<Timer> dueSince(Instant from, Instant now, int limit) {
        List<Timer> due = new ArrayList<>();
        Bytes begin = new RowKey().time(from).done();
        Bytes end = new RowKey().time(now.plusMillis(1)).done();
        if (begin.compareTo(end) < 0) {
            read(begin, end, limit, due);
        }
        return due;
    }

    private void read(Bytes begin, Bytes end, int limit, List<Timer> due) {
        try (KeyValueIterator<Bytes, byte[]> rows = timers.range(begin, end)) {
            while (rows.hasNext() && due.size() < limit) {
                KeyValue<Bytes, byte[]> row = rows.next();
                if (row.key.compareTo(end) < 0) {
                    due.add(Timer.of(row.key));
                }
            }
        }
    }

    /** Looks for the earliest row; the low-water key moves up to it. */
    public void findEarliest() {
        try (KeyValueIterator<Bytes, byte[]> rows = timers.range(lowWater, null)) {
            if (rows.hasNext()) {
                lowWater = rows.next().key;
                earliest = Timer.of(lowWater).wakeAt();
            } else {
                earliest = null;
            }
        }
    }

    /** A time before which no job wakes, as of the last look and what was added since; empty if no job waits. */
    public Optional<Instant> earliestKnown() {
        return Optional.ofNullable(earliest);
    }

    /**
     * Keeps the low-water key over restarts. It is kept no later than now: the earliest row may be far ahead, and every
     * job that comes before it would have to move the kept key back again.
     */
    public void keepLowWater(Instant now) {
        Bytes present = new RowKey().time(now).done();
        Bytes mark = lowWater == null || lowWater.compareTo(present) < 0 ? lowWater : present;
        if (mark != null && !mark.equals(kept)) {
            keep(mark);
        }
    }
}
