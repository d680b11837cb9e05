package io.duestream.cli.failstore;

import io.duestream.cli.connection.Configuration;
import io.duestream.cli.failstore.Stores.Store;
import io.duestream.client.failstore.FailStoreDirectory.Claimed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much is in a fail store that no process has.
 *
 * @param name such as {@code commands/leveldb-1}
 * @param records waiting to be sent
 * @param quarantined refused by the brokers
 */
public record StoreContents(String name, int records, int quarantined) {
    /** Those below a directory; what a process has is left out. */
    public static List<StoreContents> of(Configuration configuration, Path directory) {
        List<StoreContents> contents = new ArrayList<>();
        for (Store store : Stores.of(configuration, Optional.of(directory)).all()) {
            Optional<Claimed> claimed = store.claim();
            if (claimed.isPresent()) {
                try (Claimed open = claimed.get()) {
                    contents.add(new StoreContents(
                            store.name(), open.records().size(), open.records().quarantinedSize()));
                }
            }
        }
        return contents;
    }

    /** The stores below a directory that were found corrupt and set aside. */
    public static List<Path> corrupt(Configuration configuration, Path directory) {
        return Stores.of(configuration, Optional.of(directory)).setAside();
    }
}
