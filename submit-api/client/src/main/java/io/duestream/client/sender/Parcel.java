package io.duestream.client.sender;

import io.duestream.client.failstore.RecordKind;
import io.duestream.client.failstore.StoredRecord;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A record on its way, as {@link Lanes} sees it; only they change it, but for what is told to its sender. */
final class Parcel {
    final long sequence;
    final RecordKind kind;
    final String lane;
    final Runnable settled;
    final CompletableFuture<Sent> told = new CompletableFuture<>();

    /** Null while the store alone has it. */
    OutgoingRecord record;

    /** Since when a copy may be in the topic; null if none can be. */
    Instant firstSentAt;

    boolean flying;
    boolean stored;
    boolean storing;
    boolean done;
    boolean shrunk;

    /** Why neither the store has it nor can have it; null while that is not known. */
    Exception unkeepable;

    /** Time of the present flight, on the clock without jumps. */
    long startedAt;

    /** How many records had arrived when the present flight began. */
    long arrivalsBefore;

    Parcel(long sequence, OutgoingRecord record, Runnable settled) {
        this.sequence = sequence;
        this.kind = record.kind();
        this.lane = record.lane();
        this.record = record;
        this.settled = settled;
    }

    private Parcel(StoredRecord stored) {
        this.sequence = stored.sequence();
        this.kind = stored.kind();
        this.lane = stored.lane();
        this.settled = () -> {};
        this.firstSentAt = stored.firstSentAt();
        this.stored = true;
        told.complete(new Sent.Stored());
    }

    /** One that was found in a store: whether it was sent before, nobody knows. */
    static Parcel found(StoredRecord stored) {
        return new Parcel(stored);
    }

    /** How many of a lane may be on their way at once; with one, a failure can never let a later one pass. */
    int window() {
        return kind == RecordKind.COMMAND ? 1 : Lanes.PIPELINE;
    }

    /** A dead letter can be made again of its record. */
    boolean keepable() {
        return kind != RecordKind.LETTER;
    }

    static OutgoingRecord outgoing(StoredRecord stored) {
        return new OutgoingRecord(stored.kind(), stored.lane(), stored.topic(), stored.key(), stored.value());
    }

    StoredRecord toStore(Instant now) {
        return new StoredRecord(
                sequence,
                kind,
                lane,
                record.topic(),
                record.key(),
                record.value(),
                firstSentAt == null ? now : firstSentAt);
    }

    @Override
    public String toString() {
        return kind + " " + sequence + " of " + lane;
    }
}
