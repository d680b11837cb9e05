package io.duestream.client.failstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.client.failstore.FailStore.Change;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What each kind of fail store has to do. A further kind passes it as a subclass, in whatever package; the test jar of the
 * client has this class.
 */
@Timeout(120)
public abstract class FailStoreConformance {
    private static final StoreBounds WIDE = new StoreBounds(1_000_000, 1L << 40, 0);

    /** A folder for each test. */
    @TempDir
    protected Path directory;

    /** Called by subclasses. */
    protected FailStoreConformance() {}

    /** The kind, as {@code META-INF/services} names it: other processes look it up by its name. */
    protected abstract FailStoreFactory factory();

    @Test
    void entries_are_kept_in_the_order_of_their_bytes() {
        try (FailStore store = open()) {
            store.write(List.of(put("b", "2"), put("\u00ff", "4"), put("a", "1"), put("c", "3")), true);

            assertThat(scan(store, "")).containsExactly("a=1", "b=2", "c=3", "\u00ff=4");
            assertThat(scan(store, "b")).containsExactly("b=2", "c=3", "\u00ff=4");
        }
    }

    @Test
    void a_value_is_replaced_and_an_entry_removed() {
        try (FailStore store = open()) {
            store.write(List.of(put("a", "1"), put("b", "2")), true);
            store.write(List.of(put("a", "3"), Change.remove(bytes("b")), Change.remove(bytes("x"))), false);

            assertThat(store.read(bytes("a"))).hasValue(bytes("3"));
            assertThat(store.read(bytes("b"))).isEmpty();
            assertThat(scan(store, "")).containsExactly("a=3");
        }
    }

    @Test
    void a_scan_ends_when_enough_was_seen() {
        try (FailStore store = open()) {
            store.write(List.of(put("a", "1"), put("b", "2"), put("c", "3")), true);
            List<String> seen = new ArrayList<>();

            store.scan(new byte[0], (key, value) -> {
                seen.add(text(key));
                return seen.size() < 2;
            });

            assertThat(seen).containsExactly("a", "b");
        }
    }

    @Test
    void everything_is_there_after_many_openings() {
        for (int i = 0; i < 20; i++) {
            try (FailStore store = open()) {
                store.write(List.of(put("key-" + (char) ('a' + i), Integer.toString(i))), i % 2 == 0);
                assertThat(scan(store, "")).hasSize(i + 1);
            }
        }
    }

    @Test
    void a_closed_store_says_so_and_can_be_closed_again() {
        FailStore store = open();
        store.close();
        store.close();

        assertThatThrownBy(() -> store.read(bytes("a"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.write(List.of(put("a", "1")), true)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> scan(store, "")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closing_waits_for_a_scan_under_way() throws Exception {
        FailStore store = open();
        for (int i = 0; i < 100; i++) {
            store.write(List.of(put("key-" + i, "x".repeat(1_000))), false);
        }
        CountDownLatch scanning = new CountDownLatch(1);
        AtomicReference<Object> found = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            List<String> seen = new ArrayList<>();
            store.scan(new byte[0], (key, value) -> {
                scanning.countDown();
                return seen.add(text(key));
            });
            found.set(seen.size());
        });
        reader.start();
        scanning.await();

        store.close();
        reader.join();

        assertThat(found.get()).isEqualTo(100);
    }

    @Test
    void what_was_stored_survives_the_kill_of_the_process() throws Exception {
        for (int i = 1; i <= 2; i++) {
            Path own = directory.resolve("run-" + i);
            long last = 0;
            try (StoreProcess process = StoreProcess.start(factory().name(), own)) {
                assertThat(process.line()).startsWith("store ");
                process.begin();
                while (last < 150L * i) {
                    last = process.stored();
                }
                last = process.kill(last);
            }

            FailStoreDirectory stores = directory(own);
            try (FailStoreDirectory.Claimed claimed = stores.claim()) {
                assertThat(claimed.setAside()).isEmpty();
                assertThat(sequences(claimed.records()))
                        .startsWith(LongStream.rangeClosed(1, last).boxed().toArray(Long[]::new))
                        .hasSizeBetween((int) last, (int) last + 1);
            }
        }
    }

    @Test
    void a_second_process_gets_a_store_of_its_own_and_its_records_are_adopted_when_it_is_dead() throws Exception {
        FailStoreDirectory stores = directory(directory);
        try (FailStoreDirectory.Claimed own = stores.claim();
                StoreProcess process = StoreProcess.start(factory().name(), directory)) {
            String second = factory().format() + "-2";
            assertThat(process.line()).isEqualTo("store " + second);
            process.begin();
            for (long last = 0; last < 30; last = process.stored()) {
                assertThat(stores.adopt(List::size)).isZero();
            }
            assertThatThrownBy(() -> stores.claim(second))
                    .isInstanceOf(StoreInUseException.class)
                    .hasMessageContaining("in use by process");
            process.kill(0);
            List<StoredRecord> adopted = new ArrayList<>();

            int count = stores.adopt(batch -> {
                adopted.addAll(batch);
                return batch.size();
            });

            assertThat(adopted).extracting(StoredRecord::sequence).isSorted().hasSizeGreaterThanOrEqualTo(30);
            assertThat(count).isEqualTo(adopted.size());
            assertThat(stores.names())
                    .containsExactly(own.records().directory().getFileName().toString());
        }
    }

    @Test
    void a_disk_that_is_full_is_told_and_nothing_that_was_stored_is_lost() throws Exception {
        long last = 0;
        try (StoreProcess process = StoreProcess.start(factory().name(), directory)) {
            assertThat(process.line()).startsWith("store ");
            process.limitFiles(1_600 * 1_024);
            process.begin();
            for (long next = process.stored(); next >= 0; next = process.stored()) {
                last = next;
            }
            assertThat(process.exit()).isZero();
            assertThat(process.failure()).contains("cannot write");
        }
        assertThat(last).isPositive();

        try (FailStoreDirectory.Claimed claimed = directory(directory).claim()) {
            assertThat(claimed.setAside()).isEmpty();
            assertThat(sequences(claimed.records()))
                    .containsExactly(LongStream.rangeClosed(1, last).boxed().toArray(Long[]::new));
        }
    }

    @Test
    void a_store_with_a_broken_byte_anywhere_is_read_whole_or_set_aside_unchanged() throws Exception {
        Path original = directory.resolve("original");
        for (int part = 0; part < 3; part++) {
            try (FailStoreDirectory.Claimed claimed = directory(original).claim()) {
                for (long sequence = 1; sequence <= 40; sequence++) {
                    claimed.records().append(List.of(StoreProcess.record(part * 40L + sequence)));
                }
            }
        }
        String name = factory().format() + "-1";
        List<Path> files = files(original.resolve(name));
        int broken = 0;
        for (Path file : files) {
            for (int eighth = 0; eighth < 8; eighth++) {
                Path copy = directory.resolve("copy-" + file.getFileName() + "-" + eighth);
                copy(original.resolve(name), copy.resolve(name));
                Path damaged = copy.resolve(name).resolve(file.getFileName());
                if (Files.size(damaged) > 0) {
                    damage(damaged, Files.size(damaged) * eighth / 8);
                    broken += isSetAside(copy, Files.readAllBytes(damaged), file.getFileName()) ? 1 : 0;
                }
            }
        }
        assertThat(broken).as("damages that were found").isGreaterThan(8);
    }

    private boolean isSetAside(Path copy, byte[] damaged, Path file) throws IOException {
        FailStoreDirectory stores = directory(copy);
        try (FailStoreDirectory.Claimed claimed = stores.claim()) {
            if (claimed.setAside().isEmpty()) {
                assertThat(sequences(claimed.records()))
                        .as("a damaged %s that is not noticed", file)
                        .hasSize(120);
                return false;
            }
            assertThat(claimed.records().size()).isZero();
            assertThat(stores.setAside()).containsExactly(claimed.setAside().get());
            Path kept = claimed.setAside().get().resolve(file);
            // The native libraries may write a new log and manifest before they notice; what was there is not touched.
            assertThat(Files.exists(kept) ? Files.readAllBytes(kept) : damaged).startsWith(damaged);
            return true;
        }
    }

    private static void damage(Path file, long position) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(position);
            int old = access.read();
            access.seek(position);
            access.write(old ^ 0x5a);
        }
    }

    private static List<Path> files(Path store) throws IOException {
        try (Stream<Path> all = Files.list(store)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path file : files(from)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    private FailStoreDirectory directory(Path path) {
        return new FailStoreDirectory(path, factory(), WIDE, java.time.InstantSource.system());
    }

    private static List<Long> sequences(RecordStore store) {
        List<Long> sequences = new ArrayList<>();
        store.forEach(record -> {
            assertThat(record).usingRecursiveComparison().isEqualTo(StoreProcess.record(record.sequence()));
            sequences.add(record.sequence());
        });
        return sequences;
    }

    private FailStore open() {
        return new GuardedStore(factory().open(directory.resolve("store")));
    }

    private static List<String> scan(FailStore store, String from) {
        List<String> found = new ArrayList<>();
        store.scan(bytes(from), (key, value) -> found.add(text(key) + "=" + text(value)));
        return found;
    }

    private static Change put(String key, String value) {
        return Change.put(bytes(key), bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
