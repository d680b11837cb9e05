package io.duestream.client.failstore;

import java.nio.file.Path;

/** RocksDB, which needs {@code org.rocksdb:rocksdbjni} on the class path. */
public final class RocksDbFactory implements FailStoreFactory {
    /** Made by {@link java.util.ServiceLoader}. */
    public RocksDbFactory() {}

    @Override
    public String name() {
        return "rocksdb";
    }

    @Override
    public FailStore open(Path directory) {
        try {
            return RocksDbStore.open(directory);
        } catch (LinkageError e) {
            throw new FailStoreException(
                    "the fail store 'rocksdb' needs org.rocksdb:rocksdbjni on the class path, with a native library for"
                            + " this system; add it, or choose 'leveldb'",
                    e);
        }
    }
}
