package io.duestream.client.sender;

import io.duestream.client.failstore.FailStoreException;
import io.duestream.client.failstore.RecordKind;
import io.duestream.client.failstore.RecordStore;
import io.duestream.client.failstore.StoreFullException;
import io.duestream.client.failstore.StoredRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does with the store what the lanes want. One thread at a time. */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final int BATCH = 500;
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final Lanes lanes;
    private final Pending pending;
    private final Optional<RecordStore> store;
    private final LongSupplier nanos;
    private final InstantSource clock;
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean troubled;
    private volatile long retryAt;

    Keeper(Lanes lanes, Pending pending, Optional<RecordStore> store, LongSupplier nanos, InstantSource clock) {
        this.lanes = lanes;
        this.pending = pending;
        this.store = store;
        this.nanos = nanos;
        this.clock = clock;
    }

    /** Does one turn of the work. A record's sender is told that it is stored when it is on the disk. */
    void step() {
        long now = nanos.getAsLong();
        if (troubled && now - retryAt < 0) {
            return;
        }
        if (troubled) {
            troubled = false;
            lanes.keepAll();
        }
        lanes.noteLate(now);
        putAside();
        keep();
        forget();
    }

    /** What could not be done is tried again in a moment, not at once: a disk that is full stays so for a while. */
    private void trouble() {
        troubled = true;
        retryAt = nanos.getAsLong() + RETRY_NANOS;
    }

    /** Records that were refused or could not be stored, and are nowhere now. */
    long lost() {
        return lost.get();
    }

    boolean isTroubled() {
        return troubled;
    }

    private void putAside() {
        for (Pending.Aside aside : pending.takeAsides()) {
            Parcel parcel = aside.parcel();
            StoredRecord record = new StoredRecord(
                    parcel.sequence,
                    parcel.kind,
                    parcel.lane,
                    aside.record().topic(),
                    aside.record().key(),
                    aside.record().value(),
                    clock.instant());
            try {
                if (store.isPresent()) {
                    store.get().quarantine(record, aside.reason(), clock.instant());
                    lanes.putAside(parcel);
                    settle(aside);
                } else {
                    loseRefused(aside);
                }
            } catch (StoreFullException e) {
                LOG.error("{} cannot be put into quarantine", parcel, e);
                loseRefused(aside);
            } catch (FailStoreException e) {
                LOG.error("{} cannot be put into quarantine for now", parcel, e);
                pending.putAside(aside);
                trouble();
            }
        }
    }

    private void loseRefused(Pending.Aside aside) {
        if (aside.shrunk().isEmpty()) {
            lost.incrementAndGet();
            LOG.error("{} is lost: the brokers refuse it ({})", aside.parcel(), aside.reason());
        }
        settle(aside);
    }

    private static void settle(Pending.Aside aside) {
        if (aside.shrunk().isEmpty()) {
            aside.parcel().settled.run();
        }
    }

    private void keep() {
        List<Parcel> wanted = pending.takeToKeep(BATCH);
        if (wanted.isEmpty()) {
            return;
        }
        Map<Parcel, StoredRecord> storing = lanes.startStoring(wanted, clock.instant());
        List<Parcel> parcels = new ArrayList<>(storing.keySet());
        List<StoredRecord> records = new ArrayList<>(storing.values());
        int done = 0;
        while (done < parcels.size()) {
            try {
                int count = store.orElseThrow().append(records.subList(done, records.size()));
                parcels.subList(done, done + count).forEach(this::stored);
                done += count;
            } catch (FailStoreException e) {
                LOG.error("{} records could not be stored: {}", parcels.size() - done, e.getMessage(), e);
                parcels.subList(done, parcels.size()).forEach(each -> notStored(each, e));
                trouble();
                return;
            }
        }
    }

    private void stored(Parcel parcel) {
        if (lanes.stored(parcel)) {
            parcel.told.complete(new Sent.Stored());
        }
    }

    private void notStored(Parcel parcel, FailStoreException reason) {
        if (lanes.notStored(parcel, reason)) {
            if (parcel.kind != RecordKind.COMMAND) {
                lost.incrementAndGet();
            }
            // A full store was not written to; a disk that fails may have kept what it says it has not.
            boolean nowhere = parcel.firstSentAt == null && reason instanceof StoreFullException;
            SendFailure.Kind fate = nowhere ? SendFailure.Kind.NOT_SENT : SendFailure.Kind.UNKNOWN;
            parcel.told.completeExceptionally(new SendException(reason.getMessage(), new SendFailure(fate, reason)));
        }
    }

    private void forget() {
        List<Long> sequences = pending.takeToForget(BATCH);
        if (sequences.isEmpty()) {
            return;
        }
        try {
            store.orElseThrow().remove(sequences);
        } catch (FailStoreException e) {
            LOG.error("{} records that have arrived stay in the fail store for now", sequences.size(), e);
            pending.forgetAgain(sequences);
            trouble();
        }
    }

    /** Waits until there is something to do, at most a moment. */
    void await(long mostNanos) throws InterruptedException {
        long now = nanos.getAsLong();
        if (troubled) {
            pending.pause(Math.max(1, Math.min(mostNanos, retryAt - now)));
        } else {
            pending.await(Math.min(mostNanos, lanes.untilLate(now).orElse(mostNanos)));
        }
    }
}
