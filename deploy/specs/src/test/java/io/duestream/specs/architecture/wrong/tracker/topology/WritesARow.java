package io.duestream.specs.architecture.wrong.tracker.topology;

import org.apache.kafka.streams.state.KeyValueStore;

final class WritesARow {
    private WritesARow() {}

    static void write(KeyValueStore<String, String> store) {
        store.put("job", "state");
    }
}
