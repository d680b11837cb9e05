package io.duestream.client.failstore;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps calls away from a store that is closed or being closed: a native library would end the process.
 */
final class GuardedStore implements FailStore {
    private final FailStore store;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    GuardedStore(FailStore store) {
        this.store = store;
    }

    @Override
    public void write(List<Change> changes, boolean synced) {
        whileOpen(() -> {
            store.write(changes, synced);
            return null;
        });
    }

    @Override
    public Optional<byte[]> read(byte[] key) {
        return whileOpen(() -> store.read(key));
    }

    @Override
    public void scan(byte[] from, Visitor visitor) {
        whileOpen(() -> {
            store.scan(from, visitor);
            return null;
        });
    }

    private <T> T whileOpen(Supplier<T> work) {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the fail store is closed");
            }
            return work.get();
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void close() {
        Lock writing = lock.writeLock();
        writing.lock();
        try {
            if (!closed) {
                closed = true;
                store.close();
            }
        } finally {
            writing.unlock();
        }
    }
}
