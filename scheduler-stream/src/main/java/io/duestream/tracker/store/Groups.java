package io.duestream.tracker.store;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The groups in a store whose keys begin with the name of one. */
final class Groups {
    private Groups() {}

    /** Looks at one row of each group. */
    static Set<String> of(KeyValueStore<Bytes, byte[]> store) {
        Set<String> groups = new LinkedHashSet<>();
        Bytes from = null;
        while (true) {
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
    }
}
