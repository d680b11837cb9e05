package io.duestream.executor.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides what may be sent when sending can fail. As long as nothing fails everything goes out at once. After a failure
 * the lane of the failed record is sent one by one in the order in which it was given, and what comes later queues behind.
 *
 * <p>Times are those of {@link System#nanoTime()}. Thread-safe.
 */
final class Outbox {
    private final Map<String, Lane> lanes = new HashMap<>();
    private long lastSequence;

    /** A record in the box. */
    static final class Entry {
        private final long sequence;
        private volatile Outgoing outgoing;

        private Entry(long sequence, Outgoing outgoing) {
            this.sequence = sequence;
            this.outgoing = outgoing;
        }

        Outgoing outgoing() {
            return outgoing;
        }

        /** Puts a smaller record in its place. */
        void replace(Outgoing smaller) {
            outgoing = smaller;
        }
    }

    /** Takes a record in. Answers its entry if it may be sent now; otherwise it will be {@link #due}. */
    synchronized Optional<Entry> offer(Outgoing outgoing) {
        Entry entry = new Entry(++lastSequence, outgoing);
        Lane lane = lanes.get(outgoing.lane());
        if (lane == null) {
            return Optional.of(entry);
        }
        lane.waiting.put(entry.sequence, entry);
        return Optional.empty();
    }

    /** Notes that the broker has a record. Answers whether its lane has more to send now. */
    synchronized boolean acknowledged(Entry entry) {
        Lane lane = lanes.get(entry.outgoing.lane());
        if (lane == null || lane.probe != entry) {
            return false;
        }
        lane.probe = null;
        if (lane.waiting.isEmpty()) {
            lanes.remove(entry.outgoing.lane());
            return false;
        }
        return true;
    }

    /** Notes that sending a record failed; it may be tried again from {@code retryAt} on. */
    synchronized void failed(Entry entry, long retryAt) {
        Lane lane = lanes.computeIfAbsent(entry.outgoing.lane(), name -> new Lane(retryAt));
        lane.waiting.put(entry.sequence, entry);
        lane.retryAt = retryAt;
        if (lane.probe == entry) {
            lane.probe = null;
        }
    }

    /** What is to be sent again now: of each lane the oldest record, if none of the lane is on its way. */
    synchronized List<Entry> due(long now) {
        List<Entry> due = new ArrayList<>();
        for (Lane lane : lanes.values()) {
            if (lane.probe == null && !lane.waiting.isEmpty() && now - lane.retryAt >= 0) {
                lane.probe = lane.waiting.pollFirstEntry().getValue();
                due.add(lane.probe);
            }
        }
        return due;
    }

    /** Whether any lane has failed and is not through. */
    synchronized boolean troubled() {
        return !lanes.isEmpty();
    }

    private static final class Lane {
        private final TreeMap<Long, Entry> waiting = new TreeMap<>();
        private Entry probe;
        private long retryAt;

        Lane(long retryAt) {
            this.retryAt = retryAt;
        }
    }
}
