package io.duestream.client.failstore;

import java.util.List;
import java.util.Optional;

/**
 * A data base on the local disk: keys in unsigned byte order, changes that happen together or not at all. Made by a
 * {@link FailStoreFactory}, used by {@link RecordStore}, which never calls it after {@link #close()} nor while it is being
 * closed. Other calls may come from several threads.
 *
 * <p>Each method throws a {@link FailStoreException} if the disk or the data base fails; after that the store is closed and
 * opened again before it is written to.
 */
public interface FailStore extends AutoCloseable {
    /**
     * Makes changes, all or none, in the order given.
     *
     * @param synced whether they must have reached the disk when this returns, so that they survive the machine; if not,
     *     they must survive the process all the same, and never come before earlier ones
     */
    void write(List<Change> changes, boolean synced);

    /** The value of a key. */
    Optional<byte[]> read(byte[] key);

    /** Shows the entries from a key on, in order, until the visitor has seen enough. It must not call the store. */
    void scan(byte[] from, Visitor visitor);

    /** Lets go of everything. Called once. */
    @Override
    void close();

    /**
     * A key that gets a value, or loses the one it has.
     *
     * @param key up to 16 bytes
     * @param value empty to remove it
     */
    record Change(byte[] key, Optional<byte[]> value) {
        static Change put(byte[] key, byte[] value) {
            return new Change(key, Optional.of(value));
        }

        static Change remove(byte[] key) {
            return new Change(key, Optional.empty());
        }
    }

    /** Is shown entries. */
    @FunctionalInterface
    interface Visitor {
        /** Takes an entry. Answers whether it wants another. */
        boolean visit(byte[] key, byte[] value);
    }
}
