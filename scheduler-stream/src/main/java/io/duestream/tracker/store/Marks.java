package io.duestream.tracker.store;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Positions that make restarts cheap. None of them is needed to be right. */
public final class Marks {
    /** Low-water key of the timers. */
    public static final String TIMERS = "timers";

    /** The last job the walker saw. */
    public static final String WALKER = "walker";

    private final KeyValueStore<Bytes, byte[]> marks;

    /** A view on the store. */
    public Marks(KeyValueStore<Bytes, byte[]> marks) {
        this.marks = marks;
    }

    /** A mark, if it was set. */
    public Optional<Bytes> get(String name) {
        return Optional.ofNullable(marks.get(key(name))).map(Bytes::wrap);
    }

    /** Sets a mark, or clears it with null. */
    public void put(String name, Bytes mark) {
        marks.put(key(name), mark == null ? null : mark.get());
    }

    private static Bytes key(String name) {
        return Bytes.wrap(name.getBytes(StandardCharsets.UTF_8));
    }
}
