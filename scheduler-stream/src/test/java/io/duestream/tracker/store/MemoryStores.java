package io.duestream.tracker.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/** Stores of Kafka Streams in memory. */
final class MemoryStores {
    private final MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
    private int made;

    KeyValueStore<Bytes, byte[]> keyValue() {
        return opened(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("store-" + made), Serdes.Bytes(), Serdes.ByteArray()));
    }

    WindowStore<Bytes, byte[]> window(Duration retention) {
        return opened(Stores.windowStoreBuilder(
                Stores.inMemoryWindowStore("store-" + made, retention, Duration.ofMillis(1), false),
                Serdes.Bytes(),
                Serdes.ByteArray()));
    }

    private <S extends StateStore> S opened(StoreBuilder<S> builder) {
        made++;
        S store = builder.withLoggingDisabled().withCachingDisabled().build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }

    static List<KeyValue<Bytes, byte[]>> rows(KeyValueStore<Bytes, byte[]> store) {
        List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(rows::add);
        }
        return rows;
    }
}
