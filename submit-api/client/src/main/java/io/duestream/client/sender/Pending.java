package io.duestream.client.sender;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the store has to do. {@link Lanes} put it in, the {@link Keeper} takes it out. Thread-safe. */
final class Pending {
    private final TreeMap<Long, Parcel> toKeep = new TreeMap<>();
    private final Set<Long> toForget = new LinkedHashSet<>();
    private final List<Aside> toPutAside = new ArrayList<>();

    /**
     * A record for the quarantine.
     *
     * @param shrunk what is sent in its place; empty if nothing is
     */
    record Aside(Parcel parcel, OutgoingRecord record, String reason, Optional<OutgoingRecord> shrunk) {}

    synchronized void keep(Parcel parcel) {
        toKeep.put(parcel.sequence, parcel);
        notifyAll();
    }

    /** Forgets a record; one that is being written meanwhile is forgotten when it is written. */
    synchronized void forget(Parcel parcel) {
        toKeep.remove(parcel.sequence);
        if (parcel.stored) {
            toForget.add(parcel.sequence);
            notifyAll();
        }
    }

    synchronized void putAside(Aside aside) {
        toPutAside.add(aside);
        notifyAll();
    }

    synchronized List<Aside> takeAsides() {
        List<Aside> taken = List.copyOf(toPutAside);
        toPutAside.clear();
        return taken;
    }

    synchronized List<Parcel> takeToKeep(int most) {
        List<Parcel> taken = new ArrayList<>();
        while (taken.size() < most && !toKeep.isEmpty()) {
            taken.add(toKeep.pollFirstEntry().getValue());
        }
        return taken;
    }

    synchronized List<Long> takeToForget(int most) {
        List<Long> taken = toForget.stream().limit(most).toList();
        taken.forEach(toForget::remove);
        return taken;
    }

    synchronized void forgetAgain(List<Long> sequences) {
        toForget.addAll(sequences);
    }

    synchronized boolean isEmpty() {
        return toKeep.isEmpty() && toForget.isEmpty() && toPutAside.isEmpty();
    }

    /** Waits until there is something to do, or the time is over. */
    synchronized void await(long nanos) throws InterruptedException {
        if (isEmpty() && nanos > 0) {
            wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
        }
    }

    /** Waits for a time, whatever there is to do. */
    synchronized void pause(long nanos) throws InterruptedException {
        wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
    }

    synchronized void wake() {
        notifyAll();
    }
}
