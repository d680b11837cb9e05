package io.duestream.client.failstore;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.iq80.leveldb.CompressionType;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBIterator;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.ReadOptions;
import org.iq80.leveldb.WriteBatch;
import org.iq80.leveldb.WriteOptions;

/** A store in LevelDB, whichever of the two. */
final class LevelDb implements FailStore {
    private static final int WRITE_BUFFER = 2 * 1024 * 1024;
    private static final int CACHE = 1024 * 1024;

    private final DB db;

    private LevelDb(DB db) {
        this.db = db;
    }

    /** Opens a data base, as either library does. */
    @FunctionalInterface
    interface Opener {
        DB open(File directory, Options options) throws IOException;
    }

    static LevelDb open(Path directory, Opener opener) {
        Options options = new Options()
                .createIfMissing(true)
                // Either library must read what the other wrote, and the one in Java has no compression of its own.
                .compressionType(CompressionType.NONE)
                .verifyChecksums(true)
                // The end of the log is torn by every kill; what is missing is found by counting.
                .paranoidChecks(false)
                .cacheSize(CACHE)
                .writeBufferSize(WRITE_BUFFER);
        return new LevelDb(OpeningErrors.translate(directory, () -> opener.open(directory.toFile(), options)));
    }

    @Override
    public void write(List<Change> changes, boolean synced) {
        guarded("write", () -> {
            try (WriteBatch batch = db.createWriteBatch()) {
                for (Change change : changes) {
                    change.value()
                            .ifPresentOrElse(value -> batch.put(change.key(), value), () -> batch.delete(change.key()));
                }
                db.write(batch, new WriteOptions().sync(synced));
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public Optional<byte[]> read(byte[] key) {
        return guarded("read", () -> Optional.ofNullable(db.get(key, reading())));
    }

    @Override
    public void scan(byte[] from, Visitor visitor) {
        guarded("scan", () -> {
            try (DBIterator entries = db.iterator(reading())) {
                entries.seek(from);
                boolean more = true;
                while (more && entries.hasNext()) {
                    Map.Entry<byte[], byte[]> entry = entries.next();
                    more = visitor.visit(entry.getKey(), entry.getValue());
                }
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static ReadOptions reading() {
        return new ReadOptions().verifyChecksums(true).fillCache(false);
    }

    /** Either library throws what it likes, an {@link InternalError} for a file that ended too early among it. */
    private static <T> T guarded(String action, Supplier<T> work) {
        try {
            return work.get();
        } catch (FailStoreException e) {
            throw e;
        } catch (RuntimeException | InternalError e) {
            throw new FailStoreException("LevelDB cannot " + action + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            db.close();
        } catch (IOException | RuntimeException e) {
            throw new FailStoreException("LevelDB cannot be closed: " + e.getMessage(), e);
        }
    }
}
