package io.duestream.tracker.store;

import io.duestream.job.JobKey;
import io.duestream.tracker.core.StoredJob;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The jobs that a task read or wrote last, as objects: most jobs are looked at three times within a second of their lives, and
 * reading a row and decoding it costs more than deciding. Bounded by number and by the bytes of their rows. What it holds is
 * what the store holds: a transaction that is rolled back takes the task with it, and this.
 */
final class RecentJobs {
    private final int mostJobs;
    private final long mostBytes;
    private final Map<JobKey, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * None at first.
     *
     * @param mostJobs how many are kept
     * @param mostBytes how long their rows may be together
     */
    RecentJobs(int mostJobs, long mostBytes) {
        this.mostJobs = mostJobs;
        this.mostBytes = mostBytes;
    }

    private record Entry(StoredJob job, int bytes) {}

    /** A job, or null if it is not known here. */
    StoredJob get(JobKey key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.job();
    }

    /**
     * A job has been read or written.
     *
     * @param size bytes of its row
     */
    void put(JobKey key, StoredJob job, int size) {
        remove(key);
        entries.put(key, new Entry(job, size));
        bytes += size;
        while (entries.size() > mostJobs || bytes > mostBytes) {
            remove(entries.keySet().iterator().next());
        }
    }

    /** A job is gone. */
    void remove(JobKey key) {
        Entry old = entries.remove(key);
        if (old != null) {
            bytes -= old.bytes();
        }
    }
}
