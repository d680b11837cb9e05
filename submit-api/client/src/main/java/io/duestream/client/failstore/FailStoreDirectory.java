package io.duestream.client.failstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory in which each process that uses it has a store of its own, {@code leveldb-1}, {@code leveldb-2} and so on.
 * A process takes the first that nobody has, with all that is in it, or makes another; and it empties those whose
 * processes are dead.
 */
public final class FailStoreDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(FailStoreDirectory.class);
    private static final Pattern STORE = Pattern.compile("([a-z0-9]+)-(\\d{1,6})");
    private static final Pattern SET_ASIDE = Pattern.compile("[a-z0-9]+-\\d{1,6}\\.corrupt-.*");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int BATCH = 100;

    private final Path directory;
    private final FailStoreFactory factory;
    private final StoreBounds bounds;
    private final InstantSource clock;

    /**
     * @param directory the directory, made when it is needed
     * @param factory opens this process's store
     * @param bounds for each store
     * @param clock names what is set aside
     */
    public FailStoreDirectory(Path directory, FailStoreFactory factory, StoreBounds bounds, InstantSource clock) {
        this.directory = directory.toAbsolutePath().normalize();
        this.factory = factory;
        this.bounds = bounds;
        this.clock = clock;
    }

    /** A store that is this process's until it is closed. */
    public static final class Claimed implements AutoCloseable {
        private final RecordStore records;
        private final Optional<Path> setAside;
        private final DirectoryLock lock;

        private Claimed(RecordStore records, Optional<Path> setAside, DirectoryLock lock) {
            this.records = records;
            this.setAside = setAside;
            this.lock = lock;
        }

        /** The store. */
        public RecordStore records() {
            return records;
        }

        /** Where the store that was found is now, if it was corrupt. */
        public Optional<Path> setAside() {
            return setAside;
        }

        @Override
        public void close() {
            try {
                records.close();
            } finally {
                lock.close();
            }
        }
    }

    /**
     * Takes the first store that no process has, or makes another.
     *
     * @throws FailStoreException if none can be opened, with what to do
     */
    public Claimed claim() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new FailStoreException(
                    "the directory " + directory + " for the fail store cannot be made (" + e
                            + "); choose one that is writable",
                    e);
        }
        int highest = 0;
        for (Store store : stores()) {
            highest = Math.max(highest, store.number());
            if (store.format().equals(factory.format())) {
                Optional<Claimed> claimed = claim(store.path(), factory);
                if (claimed.isPresent()) {
                    return claimed.get();
                }
            }
        }
        while (true) {
            Path next = directory.resolve(factory.format() + "-" + ++highest);
            Optional<Claimed> claimed = claim(next, factory);
            if (claimed.isPresent()) {
                return claimed.get();
            }
        }
    }

    /**
     * Takes the store of a name, such as {@code leveldb-1}.
     *
     * @throws StoreInUseException if a process has it
     * @throws FailStoreException if there is none of that name, or it cannot be opened
     */
    public Claimed claim(String name) {
        Store store = stores().stream()
                .filter(each -> each.path().getFileName().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new FailStoreException(
                        "there is no store '" + name + "' in " + directory + "; there are " + names()));
        return claim(store.path(), factoryOf(store))
                .orElseThrow(() -> new StoreInUseException("the fail store "
                        + store.path() + " is in use by " + DirectoryLock.holder(store.path())
                        + ", which empties it by itself; stop that process to work on the store from here"));
    }

    private FailStoreFactory factoryOf(Store store) {
        if (store.format().equals(factory.format())) {
            return factory;
        }
        return FailStoreFactory.reading(store.format())
                .orElseThrow(() -> new FailStoreException("nothing on the class path reads the store " + store.path()));
    }

    private Optional<Claimed> claim(Path path, FailStoreFactory opener) {
        Optional<DirectoryLock> lock = DirectoryLock.tryAcquire(path);
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(open(path, opener, lock.get()));
        } catch (RuntimeException e) {
            lock.get().close();
            throw e;
        }
    }

    private Claimed open(Path path, FailStoreFactory opener, DirectoryLock lock) {
        try {
            return new Claimed(RecordStore.open(path, opener, bounds), Optional.empty(), lock);
        } catch (CorruptStoreException e) {
            Path aside = path.resolveSibling(path.getFileName() + ".corrupt-" + TIME.format(clock.instant()));
            try {
                Files.move(path, aside);
            } catch (IOException moving) {
                e.addSuppressed(moving);
                throw e;
            }
            LOG.error(
                    "the fail store {} is corrupt and was moved to {}, unchanged; what is in it has not been sent, and a new"
                            + " store takes its place",
                    path,
                    aside,
                    e);
            return new Claimed(RecordStore.open(path, opener, bounds), Optional.of(aside), lock);
        }
    }

    /**
     * Empties the stores of dead processes.
     *
     * @param taker takes records, which must be on the disk when it returns; answers how many it took, and is asked no more
     *     when it did not take all
     * @return how many records were taken
     */
    public int adopt(Function<List<StoredRecord>, Integer> taker) {
        int taken = 0;
        for (Store store : stores()) {
            try {
                Optional<FailStoreFactory> opener = FailStoreFactory.reading(store.format());
                Optional<Claimed> claimed = opener.isEmpty() ? Optional.empty() : claim(store.path(), opener.get());
                if (claimed.isPresent()) {
                    taken += empty(store, claimed.get(), taker);
                }
            } catch (FailStoreException e) {
                LOG.error("the fail store {} of a dead process could not be emptied", store.path(), e);
            }
        }
        return taken;
    }

    private int empty(Store store, Claimed claimed, Function<List<StoredRecord>, Integer> taker) {
        int taken = 0;
        try (claimed) {
            RecordStore records = claimed.records();
            boolean more = records.size() > 0;
            while (more) {
                List<StoredRecord> batch = records.first(BATCH);
                int count = taker.apply(batch);
                records.remove(batch.subList(0, count).stream()
                        .map(StoredRecord::sequence)
                        .toList());
                taken += count;
                more = count == batch.size() && records.size() > 0;
            }
            if (records.size() == 0 && records.quarantinedSize() == 0) {
                records.close();
                delete(store.path());
            }
        }
        if (taken > 0) {
            LOG.info("{} records were taken over from the fail store {} of a dead process", taken, store.path());
        }
        return taken;
    }

    private static void delete(Path store) {
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new FailStoreException("the empty store " + store + " cannot be removed: " + e, e);
        }
    }

    private record Store(Path path, String format, int number) {}

    private List<Store> stores() {
        return list(STORE)
                .map(path -> {
                    Matcher name = STORE.matcher(path.getFileName().toString());
                    name.matches();
                    return new Store(path, name.group(1), Integer.parseInt(name.group(2)));
                })
                .sorted(Comparator.comparing(Store::number))
                .toList();
    }

    private Stream<Path> list(Pattern pattern) {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all
                    .filter(Files::isDirectory)
                    .filter(each ->
                            pattern.matcher(each.getFileName().toString()).matches())
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the stores, for {@link #claim(String)}. */
    public List<String> names() {
        return stores().stream()
                .map(each -> each.path().getFileName().toString())
                .toList();
    }

    /** Which process has the store of a name, as far as it can be told; only a hint, it may have ended. */
    public String holder(String name) {
        return DirectoryLock.holder(directory.resolve(name));
    }

    /** The corrupt stores that were set aside. */
    public List<Path> setAside() {
        return list(SET_ASIDE).toList();
    }
}
