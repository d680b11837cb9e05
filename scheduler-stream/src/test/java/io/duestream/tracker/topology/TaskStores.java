package io.duestream.tracker.topology;

import io.duestream.tracker.store.StateStores;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The stores of a task: on disk as in a running tracker, or in memory, where they outlive a restart all the same. */
final class TaskStores {
    private final Path folder;
    private final List<StateStore> stores = new ArrayList<>();

    /** Stores in a folder; in memory if null. */
    TaskStores(Path folder) {
        this.folder = folder;
    }

    File folder() {
        return folder == null ? null : folder.toFile();
    }

    void open(MockProcessorContext<?, ?> context, Duration dedupWindow) {
        if (stores.isEmpty()) {
            for (StoreBuilder<?> onDisk : StateStores.all(dedupWindow)) {
                StoreBuilder<?> builder = folder == null ? inMemory(onDisk.name(), dedupWindow) : onDisk;
                StateStore store =
                        builder.withLoggingDisabled().withCachingDisabled().build();
                store.init(context.getStateStoreContext(), store);
                stores.add(store);
            }
        }
        stores.forEach(context::addStateStore);
    }

    private static StoreBuilder<?> inMemory(String name, Duration dedupWindow) {
        if (name.equals(StateStores.SUBMISSIONS)) {
            return Stores.windowStoreBuilder(
                    Stores.inMemoryWindowStore(name, dedupWindow.multipliedBy(2), Duration.ofMillis(1), false),
                    Serdes.Bytes(),
                    Serdes.ByteArray());
        }
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray());
    }

    /** The task is taken away; what is on disk is opened again by the next one. */
    void revoked() {
        if (folder != null) {
            close();
        }
    }

    void close() {
        stores.forEach(StateStore::close);
        stores.clear();
    }
}
