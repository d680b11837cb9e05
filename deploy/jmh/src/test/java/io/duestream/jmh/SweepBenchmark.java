package io.duestream.jmh;

import io.duestream.job.JobKey;
import io.duestream.tracker.store.Marks;
import io.duestream.tracker.store.TimerStore;
import io.duestream.tracker.store.TimerStore.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to look for jobs that have come due, on the store that a tracker has, beside jobs that wait for later. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SweepBenchmark {
    /** Jobs that wait for a time far ahead. */
    @Param({"100000"})
    public int waiting;

    private Path folder;
    private KeyValueStore<Bytes, byte[]> rows;
    private TimerStore timers;
    private Instant now;
    private long job;

    /** Fills a store. */
    @Setup
    public void fill() throws IOException {
        folder = Files.createTempDirectory("duestream-sweep");
        MockProcessorContext<Object, Object> context =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder.toFile());
        rows = store("timers", context);
        timers = new TimerStore(rows, new Marks(store("marks", context)));
        now = Life.NOW;
        for (int i = 0; i < waiting; i++) {
            timers.add(new Timer(now.plusSeconds(1_000_000 + i), 100, new JobKey("mail", "later-" + i)));
        }
    }

    private KeyValueStore<Bytes, byte[]> store(String name, MockProcessorContext<Object, Object> context) {
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }

    /** Removes it. */
    @TearDown
    public void remove() throws IOException {
        rows.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(SweepBenchmark::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A look when nothing is due. */
    @Benchmark
    public List<Timer> nothingDue() {
        now = now.plusMillis(1);
        return timers.due(now, 1_000);
    }

    /** A timer's whole life: added, found, removed. */
    @Benchmark
    public List<Timer> oneDue() {
        now = now.plusMillis(1);
        timers.add(new Timer(now, 100, new JobKey("mail", "now-" + job++)));
        List<Timer> due = timers.due(now, 1_000);
        due.forEach(timers::remove);
        return due;
    }
}
