package io.duestream.tracker.simulation;

import java.util.ArrayList;
import java.util.List;

/** One partition of a topic: records with offsets, of which nothing is ever changed. */
final class Log<T> {
    private final List<T> records = new ArrayList<>();

    long append(T record) {
        records.add(record);
        return records.size() - 1L;
    }

    T get(long offset) {
        return records.get((int) offset);
    }

    /** The offset that the next record gets. */
    long end() {
        return records.size();
    }
}
