package io.duestream.tracker.store;

import io.duestream.codec.RecordCodec;
import io.duestream.job.SettingsInForce;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The settings of groups that a partition goes by. */
public final class SettingsStore {
    private static final RecordCodec<SettingsInForce> CODEC = RecordCodec.of(SettingsInForce.class, JobStore.STATE);

    private final KeyValueStore<Bytes, byte[]> settings;

    /** A view on the store. */
    public SettingsStore(KeyValueStore<Bytes, byte[]> settings) {
        this.settings = settings;
    }

    /** All that were ever set, by group. */
    public Map<String, SettingsInForce> all() {
        Map<String, SettingsInForce> all = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> rows = settings.all()) {
            rows.forEachRemaining(
                    row -> all.put(new String(row.key.get(), StandardCharsets.UTF_8), CODEC.decode(row.value)));
        }
        return all;
    }

    /** Keeps the settings of a group. */
    public void put(String group, SettingsInForce inForce) {
        settings.put(Bytes.wrap(group.getBytes(StandardCharsets.UTF_8)), CODEC.encode(inForce));
    }
}
