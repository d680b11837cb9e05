package io.duestream.client.sender;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The records of one lane that have not arrived, in the order in which they were given. */
final class Lane {
    private final TreeMap<Long, Parcel> waiting = new TreeMap<>();
    private final TreeMap<Long, Parcel> flying = new TreeMap<>();
    final String name;

    /** A sending failed or is late, and none has arrived since: one goes at a time, and later ones queue. */
    boolean troubled;

    int failures;
    long retryAt;

    /** Whether it stands among those that have something to send. */
    boolean queued;

    /** The first that it has to send. */
    long place;

    Lane(String name) {
        this.name = name;
    }

    void wait(Parcel parcel) {
        flying.remove(parcel.sequence);
        waiting.put(parcel.sequence, parcel);
        parcel.flying = false;
    }

    void fly(Parcel parcel) {
        waiting.remove(parcel.sequence);
        flying.put(parcel.sequence, parcel);
        parcel.flying = true;
    }

    void leave(Parcel parcel) {
        waiting.remove(parcel.sequence);
        flying.remove(parcel.sequence);
        parcel.flying = false;
    }

    /** What may go now; null if nothing may. */
    Parcel next() {
        if (waiting.isEmpty()) {
            return null;
        }
        Parcel first = waiting.firstEntry().getValue();
        return flying.size() < (troubled ? 1 : first.window()) ? first : null;
    }

    List<Parcel> all() {
        List<Parcel> all = new ArrayList<>(flying.values());
        all.addAll(waiting.values());
        return all;
    }

    boolean isEmpty() {
        return waiting.isEmpty() && flying.isEmpty();
    }
}
