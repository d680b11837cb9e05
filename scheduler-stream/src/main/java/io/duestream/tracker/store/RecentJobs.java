package io.duestream.tracker.store;

import io.duestream.job.JobKey;
import io.duestream.tracker.core.StoredJob;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The jobs that a task decided about last, as objects: most jobs are looked at three times within a second of their lives, and
 * reading a row and decoding it costs more than deciding. Bounded by what they take of the heap, which is estimated from the
 * bytes of their rows. What it holds is what the store holds: a transaction that is rolled back takes the task with it, and
 * this.
 */
final class RecentJobs {
    /** Decoding a row of 242 bytes allocates 1,856 bytes, one of 311 bytes 2,168: docs/performance.md. */
    private static final int HEAP_PER_BYTE_OF_ROW = 8;

    private final long mostHeap;
    private final Map<JobKey, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long heap;

    /**
     * None at first.
     *
     * @param mostHeap how many bytes of heap they may take together
     */
    RecentJobs(long mostHeap) {
        this.mostHeap = mostHeap;
    }

    private record Entry(StoredJob job, long heap) {}

    /** A job, or null if it is not known here. */
    StoredJob get(JobKey key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.job();
    }

    /**
     * A job has been read or written that is whole in its row.
     *
     * @param row bytes of its row
     */
    void put(JobKey key, StoredJob job, int row) {
        remove(key);
        long size = (long) row * HEAP_PER_BYTE_OF_ROW;
        entries.put(key, new Entry(job, size));
        heap += size;
        while (heap > mostHeap) {
            remove(entries.keySet().iterator().next());
        }
    }

    /** A job is gone, or no longer to be held. */
    void remove(JobKey key) {
        Entry old = entries.remove(key);
        if (old != null) {
            heap -= old.heap();
        }
    }
}
