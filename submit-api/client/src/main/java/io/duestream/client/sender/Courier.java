package io.duestream.client.sender;

import io.duestream.client.failstore.FailStoreException;
import io.duestream.client.failstore.RecordKind;
import io.duestream.client.failstore.RecordStore;
import io.duestream.client.sender.Lanes.Flight;
import io.duestream.client.sender.Lanes.Verdict;
import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.job.Position;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries records to the transport and brings back what became of them. Thread-safe. */
final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final Lanes lanes;
    private final Pending pending;
    private final Transport transport;
    private final Optional<RecordStore> store;
    private final SenderTimes times;
    private final LongSupplier nanos;
    private final InstantSource clock;
    private final Resending resending = new Resending();

    Courier(
            Lanes lanes,
            Pending pending,
            Transport transport,
            Optional<RecordStore> store,
            SenderTimes times,
            LongSupplier nanos,
            InstantSource clock) {
        this.lanes = lanes;
        this.pending = pending;
        this.transport = transport;
        this.store = store;
        this.times = times;
        this.nanos = nanos;
        this.clock = clock;
    }

    void offer(Parcel parcel) {
        lanes.offer(parcel, nanos.getAsLong(), clock.instant()).ifPresent(this::carry);
        wakeIfDue();
    }

    /** Sends what is due now. */
    void step() {
        lanes.due(nanos.getAsLong(), clock.instant()).forEach(this::carry);
    }

    private void carry(Flight flight) {
        Parcel parcel = flight.parcel();
        OutgoingRecord content;
        try {
            content = content(flight);
        } catch (FailStoreException | IllegalStateException e) {
            LOG.error("{} cannot be read from the fail store and is tried again", parcel, e);
            failed(flight, null, new SendFailure(SendFailure.Kind.NOT_SENT, e));
            return;
        }
        transport.send(content, new Transport.Answer() {
            @Override
            public void acknowledged(Optional<Position> position) {
                arrived(parcel, position);
            }

            @Override
            public void failed(SendFailure failure) {
                Courier.this.failed(flight, content, failure);
            }
        });
    }

    private OutgoingRecord content(Flight flight) {
        OutgoingRecord record = flight.record() != null
                ? flight.record()
                : store.orElseThrow()
                        .read(flight.parcel().sequence)
                        .map(Parcel::outgoing)
                        .orElseThrow(
                                () -> new FailStoreException(flight.parcel() + " is not in the fail store any more"));
        return record.kind() == RecordKind.COMMAND && isOld(flight.firstSentAt())
                ? record.withValue(marked(record.value()))
                : record;
    }

    /** The copy that is sent now may arrive as late as the delivery timeout allows. */
    private boolean isOld(Optional<Instant> firstSentAt) {
        return firstSentAt
                .map(first -> clock.instant().plus(times.delivery()).isAfter(first.plus(times.dedupWindow())))
                .orElse(false);
    }

    private byte[] marked(byte[] value) {
        try {
            return resending.markedPossibleDuplicate(value);
        } catch (MalformedRecordException | UnknownSchemaException e) {
            LOG.warn("a stored command cannot be read and is sent as it is", e);
            return value;
        }
    }

    private void arrived(Parcel parcel, Optional<Position> position) {
        if (lanes.arrived(parcel)) {
            parcel.told.complete(new Sent.Acknowledged(position));
            parcel.settled.run();
        }
        wakeIfDue();
    }

    private void failed(Flight flight, OutgoingRecord content, SendFailure failure) {
        Parcel parcel = flight.parcel();
        boolean refused = failure.kind() == SendFailure.Kind.RECORD_REFUSED;
        Optional<OutgoingRecord> smaller = refused ? smaller(content) : Optional.empty();
        Verdict verdict = lanes.failed(flight, failure, smaller, nanos.getAsLong());
        switch (verdict) {
            case TELL -> parcel.told.completeExceptionally(new SendException(text(parcel, failure), failure));
            case PUT_ASIDE -> {
                LOG.error(
                        "{} was refused and is put aside: {}",
                        parcel,
                        failure.cause().toString());
                putAside(parcel, content, failure, Optional.empty());
                parcel.told.completeExceptionally(new SendException(text(parcel, failure), failure));
            }
            case SHRINK -> {
                LOG.error(
                        "{} was refused, it is put aside and goes without its message: {}",
                        parcel,
                        failure.cause().toString());
                putAside(parcel, content, failure, smaller);
            }
            case AGAIN -> LOG.debug("{} did not arrive and is sent again: {}", parcel, failure.cause());
        }
        wakeIfDue();
    }

    private void putAside(Parcel parcel, OutgoingRecord content, SendFailure failure, Optional<OutgoingRecord> shrunk) {
        pending.putAside(new Pending.Aside(parcel, content, failure.cause().toString(), shrunk));
    }

    private Optional<OutgoingRecord> smaller(OutgoingRecord content) {
        if (content.kind() != RecordKind.REPORT) {
            return Optional.empty();
        }
        try {
            return resending.withoutMessage(content.value()).map(content::withValue);
        } catch (MalformedRecordException | UnknownSchemaException e) {
            LOG.error("a refused report cannot be read, so it is not sent without its message", e);
            return Optional.empty();
        }
    }

    private static String text(Parcel parcel, SendFailure failure) {
        return parcel + " did not arrive: " + failure.cause().getMessage();
    }

    private void wakeIfDue() {
        if (lanes.hasDue()) {
            wake();
        }
    }

    /** Wakes the thread that waits for something to send. */
    synchronized void wake() {
        notifyAll();
    }

    /** Waits until something is due or {@link #wake} is called, at most a moment. */
    synchronized void await(long mostNanos) throws InterruptedException {
        long wait = Math.min(mostNanos, lanes.untilDue(nanos.getAsLong()).orElse(mostNanos));
        if (wait > 0) {
            wait(wait / 1_000_000, (int) (wait % 1_000_000));
        }
    }
}
