package io.duestream.tracker.store;

import io.duestream.job.JobKey;
import io.duestream.topic.JobPartition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Where a restarted task goes on: where to begin to scan and to walk, and to number what it asks for. */
public final class Marks {
    private static final Bytes TIMERS = name("timers");
    private static final Bytes WALKER = name("walker");
    private static final Bytes REQUESTS = name("requests");

    private final KeyValueStore<Bytes, byte[]> marks;

    /** A view on the store. */
    public Marks(KeyValueStore<Bytes, byte[]> marks) {
        this.marks = marks;
    }

    /** The low-water key of the timers: no row lies before it. */
    Optional<Bytes> timers() {
        return Optional.ofNullable(marks.get(TIMERS)).map(Bytes::wrap);
    }

    void timers(Bytes lowWater) {
        marks.put(TIMERS, lowWater.get());
    }

    /** The last job that was walked over; empty for a walk that begins. */
    public Optional<JobKey> walkedTo() {
        return Optional.ofNullable(marks.get(WALKER)).map(key -> JobKey.parse(new String(key, StandardCharsets.UTF_8)));
    }

    /** Keeps the last job that was walked over; empty at the end of a walk. */
    public void walkedTo(Optional<JobKey> key) {
        marks.put(WALKER, key.map(JobPartition::keyBytes).orElse(null));
    }

    /** The first number that no request for admission has been given yet. */
    public long nextRequest() {
        byte[] next = marks.get(REQUESTS);
        return next == null ? 1 : ByteBuffer.wrap(next).getLong();
    }

    /** Keeps the first number that no request will have been given. */
    public void nextRequest(long number) {
        marks.put(REQUESTS, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    private static Bytes name(String name) {
        return Bytes.wrap(name.getBytes(StandardCharsets.UTF_8));
    }
}
