package io.duestream.tracker.store;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The groups in a store whose keys begin with the name of one. */
final class Groups {
    private Groups() {}

    /** Looks at one row of each group. */
    static Set<String> of(KeyValueStore<Bytes, byte[]> store) {
        return of(store, Optional.empty(), Integer.MAX_VALUE);
    }

    /** Only the first of those whose names come after another. */
    static Set<String> of(KeyValueStore<Bytes, byte[]> store, Optional<String> after, int most) {
        Set<String> groups = new LinkedHashSet<>();
        Bytes from =
                after.map(name -> RowKey.after(new RowKey().name(name).done())).orElse(null);
        while (groups.size() < most) {
            try (KeyValueIterator<Bytes, byte[]> rows = store.range(from, null)) {
                if (!rows.hasNext()) {
                    return groups;
                }
                byte[] row = rows.next().key.get();
                int end = 0;
                while (row[end] != 0) {
                    end++;
                }
                String group = new String(row, 0, end, StandardCharsets.UTF_8);
                groups.add(group);
                from = RowKey.after(new RowKey().name(group).done());
            }
        }
        return groups;
    }
}
