package io.duestream.client.sender;

import io.duestream.client.failstore.RecordKind;
import io.duestream.client.failstore.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Decides what is sent when: the state of a sender, without threads and without disk or network. As long as nothing fails
 * everything goes out at once. A lane in which a sending failed, or is late, goes on one by one, and what comes later queues
 * behind it. When nothing arrives any more, no lane tries by itself: a few probe, in turn, and the first arrival wakes all.
 *
 * <p>Times are those of {@link System#nanoTime()}. Thread-safe.
 */
final class Lanes {
    /** Most records of a lane without trouble that are on their way at once. */
    static final int PIPELINE = 1_000;

    /** Most records that are sent again at once. */
    private static final int AT_ONCE = 1_000;

    private static final int PROBES = 3;

    private final SenderTimes times;
    private final Pending pending;
    private final boolean keeping;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final TreeSet<Lane> queue =
            new TreeSet<>(Comparator.<Lane>comparingLong(each -> each.retryAt).thenComparingLong(each -> each.place));
    private final LinkedHashSet<Parcel> onTime = new LinkedHashSet<>();
    private long lastSequence;
    private long arrivals;
    private int flying;
    private int failedProbes;
    private boolean down;
    private long nextProbe;

    /**
     * @param times how long to wait for what
     * @param pending where to put what the store has to do
     * @param keeping whether there is a store
     * @param lastSequence the highest sequence in the store
     */
    Lanes(SenderTimes times, Pending pending, boolean keeping, long lastSequence) {
        this.times = times;
        this.pending = pending;
        this.keeping = keeping;
        this.lastSequence = lastSequence;
    }

    /** A record to be carried; its content is null if it has to be read from the store first. */
    record Flight(Parcel parcel, OutgoingRecord record, Optional<Instant> firstSentAt) {}

    /** What to do about a failure, beside waiting. */
    enum Verdict {
        /** It is sent again in its time. */
        AGAIN,
        /** Its sender is told of the failure. */
        TELL,
        /** It is put aside, and nothing more of it is sent. */
        PUT_ASIDE,
        /** It is put aside, and sent again without its message. */
        SHRINK
    }

    synchronized long nextSequence() {
        return ++lastSequence;
    }

    /** Takes a record in. Answers the flight if it may go now. */
    synchronized Optional<Flight> offer(Parcel parcel, long now, Instant wall) {
        Lane lane = lanes.computeIfAbsent(parcel.lane, Lane::new);
        boolean hold = lane.troubled || down && keeping && parcel.keepable();
        lane.wait(parcel);
        if (hold) {
            lane.troubled = true;
            keep(parcel);
            enqueue(lane);
            return Optional.empty();
        }
        return lane.next() == parcel ? Optional.of(start(lane, parcel, now, wall)) : Optional.empty();
    }

    /** Takes in what the store has already. */
    synchronized void found(Parcel parcel) {
        Lane lane = lanes.computeIfAbsent(parcel.lane, Lane::new);
        lane.troubled = true;
        lane.wait(parcel);
        lastSequence = Math.max(lastSequence, parcel.sequence);
        enqueue(lane);
    }

    private Flight start(Lane lane, Parcel parcel, long now, Instant wall) {
        Optional<Instant> before = Optional.ofNullable(parcel.firstSentAt);
        lane.fly(parcel);
        flying++;
        parcel.startedAt = now;
        parcel.arrivalsBefore = arrivals;
        if (parcel.firstSentAt == null) {
            parcel.firstSentAt = wall;
        }
        onTime.add(parcel);
        return new Flight(parcel, parcel.record, before);
    }

    /** What is to be sent now. */
    synchronized List<Flight> due(long now, Instant wall) {
        List<Flight> due = new ArrayList<>();
        int room = AT_ONCE - flying;
        if (down) {
            if (now - nextProbe < 0) {
                return due;
            }
            room = PROBES;
            nextProbe = now + times.pause(++failedProbes);
        }
        while (due.size() < room && !queue.isEmpty() && now - queue.first().retryAt >= 0) {
            Lane lane = unqueue(queue.first());
            Parcel next = lane.next();
            if (next != null) {
                due.add(start(lane, next, now, wall));
                enqueue(lane);
            }
        }
        return due;
    }

    /** Time until something may be due; empty if nothing will be by itself. */
    synchronized Optional<Long> untilDue(long now) {
        if (queue.isEmpty() || !down && flying >= AT_ONCE) {
            return Optional.empty();
        }
        long lane = queue.first().retryAt - now;
        return Optional.of(Math.max(0, down ? Math.max(lane, nextProbe - now) : lane));
    }

    /** Notes that the broker has a record. Answers whether that is news. */
    synchronized boolean arrived(Parcel parcel) {
        if (parcel.done) {
            return false;
        }
        land(parcel);
        arrivals++;
        if (down) {
            down = false;
            failedProbes = 0;
            wakeAll();
        }
        Lane lane = unqueue(lanes.get(parcel.lane));
        lane.troubled = false;
        lane.failures = 0;
        lane.retryAt = 0;
        end(lane, parcel);
        return true;
    }

    private void wakeAll() {
        List<Lane> all = new ArrayList<>(queue);
        queue.clear();
        all.forEach(lane -> lane.retryAt = 0);
        queue.addAll(all);
    }

    private void land(Parcel parcel) {
        if (parcel.flying) {
            flying--;
        }
        onTime.remove(parcel);
    }

    /** Takes a record out of its lane for good. */
    private void end(Lane lane, Parcel parcel) {
        parcel.done = true;
        pending.forget(parcel);
        unqueue(lane);
        lane.leave(parcel);
        if (lane.isEmpty()) {
            lanes.remove(lane.name);
        } else {
            enqueue(lane);
        }
    }

    /**
     * Notes that a sending failed.
     *
     * @param smaller what to send in its place if the record is refused
     */
    synchronized Verdict failed(Flight flight, SendFailure failure, Optional<OutgoingRecord> smaller, long now) {
        Parcel parcel = flight.parcel();
        if (parcel.done) {
            return Verdict.AGAIN;
        }
        land(parcel);
        Lane lane = lanes.get(parcel.lane);
        unqueue(lane);
        lane.wait(parcel);
        if (failure.kind() != SendFailure.Kind.UNKNOWN) {
            parcel.firstSentAt = flight.firstSentAt().orElse(null);
        }
        Verdict verdict = verdict(parcel, failure, smaller.isPresent());
        switch (verdict) {
            case TELL -> end(lane, parcel);
            case PUT_ASIDE -> {
                // It leaves its lane at once, and the store when it is in quarantine.
                parcel.done = true;
                lane.leave(parcel);
                if (lane.isEmpty()) {
                    lanes.remove(lane.name);
                } else {
                    enqueue(lane);
                }
            }
            case SHRINK -> {
                parcel.record = smaller.orElseThrow();
                parcel.shrunk = true;
                lane.troubled = true;
                enqueue(lane);
            }
            case AGAIN -> again(lane, parcel, now);
        }
        return verdict;
    }

    private static Verdict verdict(Parcel parcel, SendFailure failure, boolean shrinks) {
        boolean answered = parcel.told.isDone() || parcel.stored;
        boolean asked = parcel.kind == RecordKind.COMMAND && !answered;
        return switch (failure.kind()) {
            case RECORD_REFUSED -> {
                if (asked) {
                    yield Verdict.TELL;
                }
                yield shrinks && !parcel.shrunk ? Verdict.SHRINK : Verdict.PUT_ASIDE;
            }
            case TOPIC_CLOSED -> asked ? Verdict.TELL : Verdict.AGAIN;
            case NOT_SENT -> asked && parcel.unkeepable != null ? Verdict.TELL : Verdict.AGAIN;
            case UNKNOWN ->
                asked && (parcel.unkeepable != null || !parcel.storing && !parcel.record.repeatable())
                        ? Verdict.TELL
                        : Verdict.AGAIN;
        };
    }

    private void again(Lane lane, Parcel parcel, long now) {
        lane.troubled = true;
        lane.retryAt = now + times.pause(++lane.failures);
        noteSilence(parcel, now);
        lane.all().forEach(this::keep);
        enqueue(lane);
    }

    private void noteSilence(Parcel parcel, long now) {
        if (!down && arrivals == parcel.arrivalsBefore) {
            down = true;
            nextProbe = now + times.pause(++failedProbes);
        }
    }

    /** Has those stored that are not acknowledged in time, and what queues behind them. */
    synchronized void noteLate(long now) {
        while (!onTime.isEmpty()) {
            Parcel oldest = onTime.iterator().next();
            if (!keeping || now - oldest.startedAt < times.storeAfter().toNanos()) {
                return;
            }
            onTime.remove(oldest);
            Lane lane = lanes.get(oldest.lane);
            lane.troubled = true;
            noteSilence(oldest, now);
            lane.all().forEach(this::keep);
        }
    }

    /** Time until a record on its way is late; empty if none is on its way. */
    synchronized Optional<Long> untilLate(long now) {
        return onTime.isEmpty() || !keeping
                ? Optional.empty()
                : Optional.of(Math.max(
                        0,
                        onTime.iterator().next().startedAt + times.storeAfter().toNanos() - now));
    }

    private void keep(Parcel parcel) {
        boolean harmful = parcel.flying && !parcel.told.isDone() && !parcel.record.repeatable();
        if (keeping && parcel.keepable() && !parcel.stored && !parcel.storing && !harmful) {
            pending.keep(parcel);
        }
    }

    /** Has everything stored that is not acknowledged. */
    synchronized void keepAll() {
        lanes.values().forEach(lane -> lane.all().forEach(this::keep));
    }

    /** What of the records is still to be stored, which begins now. */
    synchronized Map<Parcel, StoredRecord> startStoring(List<Parcel> wanted, Instant wall) {
        Map<Parcel, StoredRecord> storing = new LinkedHashMap<>();
        for (Parcel parcel : wanted) {
            if (!parcel.done && !parcel.stored && !parcel.storing) {
                parcel.storing = true;
                storing.put(parcel, parcel.toStore(wall));
            }
        }
        return storing;
    }

    /** Notes that the quarantine has the content that was refused, and the store has it no more. */
    synchronized void putAside(Parcel parcel) {
        parcel.stored = false;
        Lane lane = lanes.get(parcel.lane);
        if (!parcel.done && lane.troubled) {
            keep(parcel);
        }
    }

    /** Notes that a record is on the disk now. Answers whether it is still to be sent. */
    synchronized boolean stored(Parcel parcel) {
        parcel.storing = false;
        parcel.stored = true;
        if (parcel.done) {
            pending.forget(parcel);
            return false;
        }
        if (!parcel.flying && !parcel.shrunk) {
            parcel.record = null;
        }
        return true;
    }

    /** Notes that a record could not be stored. Answers whether it is given up, so that its sender is to be told. */
    synchronized boolean notStored(Parcel parcel, Exception reason) {
        parcel.storing = false;
        if (parcel.done || parcel.kind == RecordKind.REPORT) {
            return false;
        }
        parcel.unkeepable = reason;
        if (parcel.flying) {
            return false;
        }
        end(lanes.get(parcel.lane), parcel);
        return true;
    }

    /** What neither the broker nor the store has. */
    synchronized List<Parcel> unkept() {
        return lanes.values().stream()
                .flatMap(lane -> lane.all().stream())
                .filter(each -> !each.stored)
                .toList();
    }

    synchronized boolean isDown() {
        return down;
    }

    synchronized boolean hasDue() {
        return !queue.isEmpty();
    }

    synchronized boolean isEmpty() {
        return lanes.isEmpty();
    }

    private void enqueue(Lane lane) {
        Parcel next = lane.next();
        if (!lane.queued && next != null) {
            lane.queued = true;
            lane.place = next.sequence;
            queue.add(lane);
        }
    }

    private Lane unqueue(Lane lane) {
        if (lane.queued) {
            queue.remove(lane);
            lane.queued = false;
        }
        return lane;
    }
}
