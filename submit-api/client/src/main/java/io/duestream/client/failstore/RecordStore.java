package io.duestream.client.failstore;

import io.duestream.client.failstore.FailStore.Change;
import io.duestream.client.failstore.RecordLayout.Summary;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in a fail store, and a quarantine beside them for those that can never be sent. What {@link #append} took
 * survives the process and the machine. Opened by a {@link FailStoreDirectory}. Thread-safe; after {@link #close()} each
 * method throws {@link IllegalStateException}.
 */
public final class RecordStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordStore.class);
    private static final int LONGEST_REASON = 1024;

    private final Path directory;
    private final Supplier<FailStore> opener;
    private final StoreBounds bounds;
    private final WriteMark mark;
    private final Set<Long> doubtful = new HashSet<>();
    private FailStore store;
    private FileStore disk;
    private StoreTally tally;
    private boolean broken;
    private boolean closed;

    private RecordStore(Path directory, Supplier<FailStore> opener, StoreBounds bounds) {
        this.directory = directory;
        this.opener = opener;
        this.bounds = bounds;
        this.store = opener.get();
        this.mark = new WriteMark(directory);
    }

    /**
     * Opens the store and reads all of it.
     *
     * @throws CorruptStoreException if it does not hold what was written to it; nothing has been changed
     */
    static RecordStore open(Path directory, FailStoreFactory factory, StoreBounds bounds) {
        RecordStore opened = new RecordStore(directory, () -> new GuardedStore(factory.open(directory)), bounds);
        try {
            opened.tally = opened.count();
            return opened;
        } catch (RuntimeException | InternalError e) {
            opened.close();
            // What the layout says of an entry has no cause; what the data base says has one.
            if (e instanceof FailStoreException known && e.getCause() == null) {
                throw known;
            }
            throw new CorruptStoreException("the store in " + directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    private StoreTally count() {
        StoreTally counted = new StoreTally();
        store.scan(new byte[0], (key, value) -> {
            if (RecordLayout.isOf(RecordLayout.RECORD, key)) {
                long sequence = RecordLayout.sequence(key);
                counted.add(
                        RecordLayout.RECORD,
                        sequence,
                        RecordLayout.record(sequence, value).bytes());
            } else if (RecordLayout.isOf(RecordLayout.QUARANTINED, key)) {
                long sequence = RecordLayout.sequence(key);
                counted.add(
                        RecordLayout.QUARANTINED,
                        sequence,
                        RecordLayout.quarantined(sequence, value).record().bytes());
            }
            return true;
        });
        Summary expected =
                store.read(RecordLayout.summaryKey()).map(RecordLayout::summary).orElse(new Summary(0, 0, 0, 0));
        int records = counted.count(RecordLayout.RECORD);
        int quarantined = counted.count(RecordLayout.QUARANTINED);
        if (expected.records() != records || expected.quarantined() != quarantined) {
            throw new CorruptStoreException("the store in " + directory + " holds " + records + " records and "
                    + quarantined + " in quarantine; " + expected.records() + " and " + expected.quarantined()
                    + " were written");
        }
        long marked = mark.read();
        if (expected.writes() < marked) {
            throw new CorruptStoreException("the store in " + directory + " has lost what was written last: it holds "
                    + expected.writes() + " writes of " + marked);
        }
        counted.goOn(expected);
        return counted;
    }

    /** Where it lies. */
    public Path directory() {
        return directory;
    }

    /** How many records wait to be sent. */
    public synchronized int size() {
        return tally.count(RecordLayout.RECORD);
    }

    /** How many records are in quarantine. */
    public synchronized int quarantinedSize() {
        return tally.count(RecordLayout.QUARANTINED);
    }

    /** Bytes of all records. */
    public synchronized long bytes() {
        return tally.bytes();
    }

    /** The highest sequence that was ever stored; a record that comes later needs a higher one. */
    public synchronized long lastSequence() {
        return tally.lastSequence();
    }

    /** Shows all records that wait, in their order. */
    public synchronized void forEach(Consumer<StoredRecord> action) {
        sound().scan(new byte[] {RecordLayout.RECORD}, (key, value) -> {
            if (!RecordLayout.isOf(RecordLayout.RECORD, key)) {
                return false;
            }
            action.accept(RecordLayout.record(RecordLayout.sequence(key), value));
            return true;
        });
    }

    /** The first records that wait, in their order, at most {@code limit}. */
    public synchronized List<StoredRecord> first(int limit) {
        List<StoredRecord> found = new ArrayList<>();
        sound().scan(new byte[] {RecordLayout.RECORD}, (key, value) -> {
            if (!RecordLayout.isOf(RecordLayout.RECORD, key) || found.size() >= limit) {
                return false;
            }
            found.add(RecordLayout.record(RecordLayout.sequence(key), value));
            return true;
        });
        return found;
    }

    /** A record that waits. */
    public synchronized Optional<StoredRecord> read(long sequence) {
        return sound().read(RecordLayout.key(RecordLayout.RECORD, sequence))
                .map(bytes -> RecordLayout.record(sequence, bytes));
    }

    /**
     * Stores as many of the records as fit, from the first on. They are on the disk when this returns.
     *
     * @param records each with a sequence of its own, higher than {@link #lastSequence()} was at the opening
     * @return how many, at least one
     * @throws StoreFullException if not even the first fits
     * @throws FailStoreException if the disk or the data base fails; none of them counts as stored then
     */
    public synchronized int append(List<StoredRecord> records) {
        List<StoredRecord> fitting = fitting(records);
        List<Change> changes = new ArrayList<>();
        long last = 0;
        for (StoredRecord record : fitting) {
            changes.add(
                    Change.put(RecordLayout.key(RecordLayout.RECORD, record.sequence()), RecordLayout.encode(record)));
            last = Math.max(last, record.sequence());
        }
        sound();
        changes.add(tally.summary(fitting.size(), 0, last));
        try {
            write(changes, true);
        } catch (FailStoreException e) {
            fitting.forEach(record -> doubtful.add(record.sequence()));
            undoNow(e);
            throw e;
        }
        fitting.forEach(record -> tally.add(RecordLayout.RECORD, record.sequence(), record.bytes()));
        return fitting.size();
    }

    private List<StoredRecord> fitting(List<StoredRecord> records) {
        long count = (long) tally.count(RecordLayout.RECORD) + tally.count(RecordLayout.QUARANTINED);
        long size = tally.bytes();
        List<StoredRecord> fitting = new ArrayList<>();
        for (StoredRecord record : records) {
            count++;
            size += record.bytes();
            if (count > bounds.maxRecords() || size > bounds.maxBytes()) {
                break;
            }
            fitting.add(record);
        }
        if (fitting.isEmpty()) {
            throw new StoreFullException("the fail store in " + directory + " is full: it holds " + (count - 1)
                    + " records with " + tally.bytes() + " bytes, and may hold " + bounds.maxRecords() + " with "
                    + bounds.maxBytes() + "; bring the brokers back, empty its quarantine, or raise the bounds");
        }
        requireSpace(size - tally.bytes());
        return fitting;
    }

    private void requireSpace(long wanted) {
        long free;
        try {
            if (disk == null) {
                disk = Files.getFileStore(directory);
            }
            free = disk.getUsableSpace();
        } catch (IOException e) {
            throw new FailStoreException("the free space at " + directory + " cannot be told: " + e.getMessage(), e);
        }
        if (free - wanted < bounds.minFreeBytes()) {
            throw new StoreFullException("the disk of the fail store in " + directory + " has " + free
                    + " bytes free, and " + bounds.minFreeBytes()
                    + " are to be left free; make room there, or choose another directory");
        }
    }

    /**
     * Lets go of records that the broker has. Those that a failing machine forgets to forget are sent twice.
     *
     * @throws FailStoreException if the disk or the data base fails
     */
    public synchronized void remove(Collection<Long> sequences) {
        sound();
        List<Change> changes = new ArrayList<>();
        Set<Long> present = new HashSet<>(sequences);
        present.removeIf(sequence -> !tally.has(RecordLayout.RECORD, sequence));
        present.forEach(sequence -> changes.add(Change.remove(RecordLayout.key(RecordLayout.RECORD, sequence))));
        if (!changes.isEmpty()) {
            changes.add(tally.summary(-present.size(), 0, 0));
            write(changes, false);
            present.forEach(sequence -> tally.remove(RecordLayout.RECORD, sequence));
        }
    }

    /**
     * Puts a record aside, whether it is stored or not.
     *
     * @throws StoreFullException if it was not stored and does not fit
     * @throws FailStoreException if the disk or the data base fails
     */
    public synchronized void quarantine(StoredRecord record, String reason, Instant at) {
        sound();
        if (tally.has(RecordLayout.QUARANTINED, record.sequence())) {
            return;
        }
        boolean stored = tally.has(RecordLayout.RECORD, record.sequence());
        if (!stored) {
            fitting(List.of(record));
        }
        QuarantinedRecord aside = new QuarantinedRecord(record, cut(reason), at);
        write(
                List.of(
                        Change.remove(RecordLayout.key(RecordLayout.RECORD, record.sequence())),
                        Change.put(
                                RecordLayout.key(RecordLayout.QUARANTINED, record.sequence()),
                                RecordLayout.encode(aside)),
                        tally.summary(stored ? -1 : 0, 1, record.sequence())),
                true);
        tally.remove(RecordLayout.RECORD, record.sequence());
        tally.add(RecordLayout.QUARANTINED, record.sequence(), record.bytes());
    }

    private static String cut(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON - 1) + '…';
    }

    /** What is in quarantine, in its order, at most {@code limit}. */
    public synchronized List<QuarantinedRecord> quarantined(int limit) {
        List<QuarantinedRecord> found = new ArrayList<>();
        sound().scan(new byte[] {RecordLayout.QUARANTINED}, (key, value) -> {
            if (!RecordLayout.isOf(RecordLayout.QUARANTINED, key) || found.size() >= limit) {
                return false;
            }
            found.add(RecordLayout.quarantined(RecordLayout.sequence(key), value));
            return true;
        });
        return found;
    }

    /** A record in quarantine. */
    public synchronized Optional<QuarantinedRecord> quarantined(long sequence) {
        return sound().read(RecordLayout.key(RecordLayout.QUARANTINED, sequence))
                .map(bytes -> RecordLayout.quarantined(sequence, bytes));
    }

    /**
     * Lets a record out of quarantine, behind all others.
     *
     * @param newSequence its new place
     * @return the record in its new place; empty if there is none
     * @throws FailStoreException if the disk or the data base fails
     */
    public synchronized Optional<StoredRecord> release(long sequence, long newSequence) {
        Optional<StoredRecord> released =
                quarantined(sequence).map(each -> each.record().at(newSequence));
        released.ifPresent(record -> {
            write(
                    List.of(
                            Change.remove(RecordLayout.key(RecordLayout.QUARANTINED, sequence)),
                            Change.put(RecordLayout.key(RecordLayout.RECORD, newSequence), RecordLayout.encode(record)),
                            tally.summary(1, -1, newSequence)),
                    true);
            tally.remove(RecordLayout.QUARANTINED, sequence);
            tally.add(RecordLayout.RECORD, newSequence, record.bytes());
        });
        return released;
    }

    /**
     * Destroys a record in quarantine. Answers whether there was one.
     *
     * @throws FailStoreException if the disk or the data base fails
     */
    public synchronized boolean drop(long sequence) {
        sound();
        if (!tally.has(RecordLayout.QUARANTINED, sequence)) {
            return false;
        }
        write(
                List.of(Change.remove(RecordLayout.key(RecordLayout.QUARANTINED, sequence)), tally.summary(0, -1, 0)),
                true);
        tally.remove(RecordLayout.QUARANTINED, sequence);
        return true;
    }

    /** What was told not to be stored must not be found by the next process, so it is looked for at once. */
    private void undoNow(FailStoreException reason) {
        try {
            sound();
        } catch (FailStoreException e) {
            reason.addSuppressed(e);
        }
    }

    private void write(List<Change> changes, boolean synced) {
        try {
            store.write(changes, synced);
            tally.written();
            if (synced) {
                mark.write(tally.writes());
            }
        } catch (FailStoreException e) {
            // What follows a torn write in the same log may be dropped when the log is read.
            broken = true;
            throw e;
        }
    }

    /** The store; after a failed write a new opening of it, without what was told not to be stored. */
    private FailStore sound() {
        if (closed) {
            throw new IllegalStateException("the fail store is closed");
        }
        if (broken) {
            store.close();
            store = opener.get();
            tally = count();
            broken = false;
            if (!doubtful.isEmpty()) {
                Set<Long> half = Set.copyOf(doubtful);
                doubtful.clear();
                remove(half);
            }
            LOG.info("the fail store in {} was opened again after a failed write", directory);
        }
        return store;
    }

    /** Lets go of the data base. Without effect the second time. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                store.close();
            } finally {
                mark.close();
            }
        }
    }
}
