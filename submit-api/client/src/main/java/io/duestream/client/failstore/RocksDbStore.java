package io.duestream.client.failstore;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** A store in RocksDB. */
final class RocksDbStore implements FailStore {
    private static final long WRITE_BUFFER = 2L * 1024 * 1024;
    private static final long LOG_FILES = 2;

    private final Options options;
    private final RocksDB db;

    private RocksDbStore(Options options, RocksDB db) {
        this.options = options;
        this.db = db;
    }

    static RocksDbStore open(Path directory) {
        RocksDB.loadLibrary();
        Options options = new Options()
                .setCreateIfMissing(true)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                // The end of the log is torn by every kill; what is missing is found by counting.
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(LOG_FILES)
                .setWriteBufferSize(WRITE_BUFFER);
        try {
            return new RocksDbStore(
                    options, OpeningErrors.translate(directory, () -> RocksDB.open(options, directory.toString())));
        } catch (FailStoreException e) {
            options.close();
            throw e;
        }
    }

    @Override
    public void write(List<Change> changes, boolean synced) {
        try (WriteBatch batch = new WriteBatch();
                WriteOptions how = new WriteOptions().setSync(synced)) {
            for (Change change : changes) {
                if (change.value().isPresent()) {
                    batch.put(change.key(), change.value().get());
                } else {
                    batch.delete(change.key());
                }
            }
            db.write(how, batch);
        } catch (RocksDBException e) {
            throw failed("write", e);
        }
    }

    @Override
    public Optional<byte[]> read(byte[] key) {
        try {
            return Optional.ofNullable(db.get(key));
        } catch (RocksDBException e) {
            throw failed("read", e);
        }
    }

    @Override
    public void scan(byte[] from, Visitor visitor) {
        try (ReadOptions how = new ReadOptions().setFillCache(false);
                RocksIterator entries = db.newIterator(how)) {
            boolean more = true;
            for (entries.seek(from); more && entries.isValid(); entries.next()) {
                more = visitor.visit(entries.key(), entries.value());
            }
            entries.status();
        } catch (RocksDBException e) {
            throw failed("scan", e);
        }
    }

    private static FailStoreException failed(String action, RocksDBException e) {
        return new FailStoreException("RocksDB cannot " + action + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        db.close();
        options.close();
    }
}
