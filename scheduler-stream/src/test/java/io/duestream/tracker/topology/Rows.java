package io.duestream.tracker.topology;

import io.duestream.tracker.store.StateStores;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** What stands in a task's stores; the marks are left aside. */
final class Rows {
    private static final List<String> OF_JOBS = List.of(
            StateStores.JOBS,
            StateStores.ATTEMPTS,
            StateStores.TIMERS,
            StateStores.READY,
            StateStores.RUNNING,
            StateStores.IN_FLIGHT);

    private Rows() {}

    static List<String> of(TaskUnderTest task) {
        List<String> rows = new ArrayList<>();
        for (String name : OF_JOBS) {
            in(task, name).forEach(row -> rows.add(name + ": " + row));
        }
        return rows;
    }

    static List<Bytes> in(TaskUnderTest task, String name) {
        KeyValueStore<Bytes, byte[]> store = task.store(name);
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(row -> keys.add(row.key));
        }
        return keys;
    }
}
