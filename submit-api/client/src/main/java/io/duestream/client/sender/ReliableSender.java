package io.duestream.client.sender;

import io.duestream.client.failstore.FailStoreDirectory;
import io.duestream.client.failstore.FailStoreDirectory.Claimed;
import io.duestream.client.failstore.QuarantinedRecord;
import io.duestream.client.failstore.RecordStore;
import io.duestream.client.failstore.StoreFullException;
import io.duestream.client.failstore.StoredRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records until the broker has them. What is not acknowledged in time goes into the fail store, if there is one, and is
 * sent from there when the broker is back, also by a later process. Records of a lane keep their order: while one of them
 * waits, later ones queue behind it. One that the brokers refuse is put into quarantine and holds up nobody.
 *
 * <p>Thread-safe.
 */
public final class ReliableSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReliableSender.class);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_AFTER_ERROR_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Optional<FailStoreDirectory> directory;
    private final Optional<Claimed> claimed;
    private final SenderTimes times;
    private final LongSupplier nanos;
    private final KafkaTransport transport;
    private final Lanes lanes;
    private final Pending pending = new Pending();
    private final Courier courier;
    private final Keeper keeper;
    private final Thread courierThread;
    private final Thread keeperThread;
    private volatile boolean closed;
    private boolean released;
    private long adoptedAt;

    private ReliableSender(
            String name,
            Supplier<Producer<byte[], byte[]>> producers,
            Optional<FailStoreDirectory> directory,
            Optional<Claimed> claimed,
            SenderTimes times,
            InstantSource clock) {
        this.directory = directory;
        this.times = times;
        long origin = System.nanoTime();
        this.nanos = () -> System.nanoTime() - origin;
        this.adoptedAt = -times.adoption().toNanos();
        this.claimed = claimed;
        try {
            Optional<RecordStore> store = claimed.map(Claimed::records);
            this.transport = new KafkaTransport(producers);
            this.lanes = new Lanes(
                    times,
                    pending,
                    store.isPresent(),
                    store.map(RecordStore::lastSequence).orElse(0L));
            this.courier = new Courier(lanes, pending, transport, store, times, nanos, clock);
            this.keeper = new Keeper(lanes, pending, store, nanos, clock);
            store.ifPresent(this::load);
        } catch (RuntimeException e) {
            claimed.ifPresent(Claimed::close);
            throw e;
        }
        this.courierThread = thread(this::carry, name + "sender");
        this.keeperThread = thread(this::keep, name + "fail-store");
    }

    /**
     * Starts a sender. What is in its store is sent first.
     *
     * @param name first part of the names of its threads
     * @param producers makes an idempotent producer; another one when one has failed for good
     * @param directory where its fail store is; empty to keep everything in memory
     * @param times how long to wait for what
     * @param clock tells when records were stored
     * @throws io.duestream.client.failstore.FailStoreException if there is to be a fail store and none can be opened
     */
    public static ReliableSender start(
            String name,
            Supplier<Producer<byte[], byte[]>> producers,
            Optional<FailStoreDirectory> directory,
            SenderTimes times,
            InstantSource clock) {
        return new ReliableSender(name, producers, directory, directory.map(FailStoreDirectory::claim), times, clock)
                .started();
    }

    /**
     * Starts a sender that empties a store.
     *
     * @param name first part of the names of its threads
     * @param producers makes an idempotent producer; another one when one has failed for good
     * @param store the store; the sender closes it
     * @param times how long to wait for what
     * @param clock tells the time
     */
    public static ReliableSender emptying(
            String name,
            Supplier<Producer<byte[], byte[]>> producers,
            Claimed store,
            SenderTimes times,
            InstantSource clock) {
        return new ReliableSender(name, producers, Optional.empty(), Optional.of(store), times, clock).started();
    }

    private ReliableSender started() {
        courierThread.start();
        keeperThread.start();
        return this;
    }

    private static Thread thread(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void load(RecordStore store) {
        store.forEach(record -> lanes.found(Parcel.found(record)));
        if (store.size() > 0) {
            LOG.info("{} stored records in {} are sent first", store.size(), store.directory());
        }
    }

    /**
     * Sends a record. May wait until there is a connection or room in the producer, as long as that is configured to.
     *
     * @param settled run once when nothing more is to be done for it: the broker has it, also if it was stored meanwhile, or
     *     it was refused and put aside; not by a later process. Whichever thread learns it runs it, so it must not block
     * @return who has it, as soon as somebody has; or a {@link SendException} if nobody will. What depends on it must not
     *     block either.
     * @throws IllegalStateException after {@link #close()}
     */
    public CompletableFuture<Sent> send(OutgoingRecord record, Runnable settled) {
        if (closed) {
            throw new IllegalStateException("the sender is closed");
        }
        Parcel parcel = new Parcel(lanes.nextSequence(), record, settled);
        courier.offer(parcel);
        return parcel.told;
    }

    /** Sends a record that is worth nothing later: a failure is forgotten. */
    public void sendOnce(ProducerRecord<byte[], byte[]> record) {
        transport.sendOnce(record);
    }

    private void carry() {
        while (!closed) {
            try {
                courier.step();
                courier.await(LONGEST_WAIT_NANOS);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                // Thrown on, it would end the thread, and nobody would send again.
                LOG.error("stored records could not be sent", e);
                pauseAfterError();
            }
        }
    }

    private void keep() {
        while (!closed) {
            try {
                adoptNowAndThen();
                keeper.step();
                keeper.await(times.storeAfter().toNanos() / 2);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.error("the fail store could not be used", e);
                pauseAfterError();
            }
        }
    }

    private void pauseAfterError() {
        try {
            pending.pause(PAUSE_AFTER_ERROR_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void adoptNowAndThen() {
        long now = nanos.getAsLong();
        if (directory.isPresent() && now - adoptedAt >= times.adoption().toNanos()) {
            adoptedAt = now;
            directory.get().adopt(this::adopt);
        }
    }

    /** Takes records of a dead process into the own store. */
    private int adopt(List<StoredRecord> records) {
        List<StoredRecord> own = new ArrayList<>();
        records.forEach(each -> own.add(each.at(lanes.nextSequence())));
        int count;
        try {
            count = claimed.orElseThrow().records().append(own);
        } catch (StoreFullException e) {
            LOG.warn("records of a dead process stay where they are for now: {}", e.getMessage());
            return 0;
        }
        own.subList(0, count).forEach(each -> lanes.found(Parcel.found(each)));
        courier.wake();
        return count;
    }

    /** How many records are in the fail store. */
    public long stored() {
        return claimed.map(each -> (long) each.records().size()).orElse(0L);
    }

    /** How many records are in quarantine. */
    public long quarantined() {
        return claimed.map(each -> (long) each.records().quarantinedSize()).orElse(0L);
    }

    /** How many reports and lines are nowhere: refused without a fail store, or the fail store could not take them. */
    public long lost() {
        return keeper.lost();
    }

    /** What is in quarantine, the first of it. */
    public List<QuarantinedRecord> quarantine(int limit) {
        return claimed.map(each -> each.records().quarantined(limit)).orElse(List.of());
    }

    /** Sends a record of the quarantine again, behind what waits. Answers whether there was one of that sequence. */
    public boolean retry(long sequence) {
        Optional<StoredRecord> released =
                claimed.flatMap(each -> each.records().release(sequence, lanes.nextSequence()));
        released.ifPresent(record -> lanes.found(Parcel.found(record)));
        courier.wake();
        return released.isPresent();
    }

    /** Destroys a record of the quarantine. Answers whether there was one of that sequence. */
    public boolean drop(long sequence) {
        return claimed.map(each -> each.records().drop(sequence)).orElse(false);
    }

    /** Where the fail store is that was found corrupt at the start; empty if none was. */
    public Optional<Path> setAside() {
        return claimed.flatMap(Claimed::setAside);
    }

    /** Where the fail store is; empty if there is none. */
    public Optional<Path> storeDirectory() {
        return claimed.map(each -> each.records().directory());
    }

    /**
     * Waits until the broker has everything.
     *
     * @return whether it has; false when the time is over
     * @throws InterruptedException if the calling thread is interrupted
     */
    public boolean awaitDrained(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        while (!lanes.isEmpty() || stored() > 0) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            pending.pause(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return true;
    }

    /**
     * Takes no more records, waits a moment for acknowledgements, stores what has none, and lets go of everything. Without
     * effect the second time.
     */
    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            if (released) {
                return;
            }
            released = true;
        }
        boolean interrupted = end(courierThread, courier::wake) | end(keeperThread, pending::wake) | awaitAnswers();
        try {
            lanes.keepAll();
            finish();
            transport.close(CLOSE);
            finish();
            tellUnkept();
        } finally {
            claimed.ifPresent(Claimed::close);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A moment: what comes later is stored, or nobody's. */
    private boolean awaitAnswers() {
        long deadline = nanos.getAsLong() + times.storeAfter().toNanos();
        try {
            while (!lanes.isDown() && !lanes.unkept().isEmpty() && nanos.getAsLong() < deadline) {
                courier.step();
                pending.pause(TimeUnit.MILLISECONDS.toNanos(5));
            }
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static boolean end(Thread thread, Runnable wake) {
        try {
            wake.run();
            thread.join(CLOSE.toMillis() * 2);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void finish() {
        int turns = 0;
        do {
            keeper.step();
        } while (!pending.isEmpty() && !keeper.isTroubled() && ++turns < 1_000_000);
    }

    private void tellUnkept() {
        List<Parcel> unkept = lanes.unkept();
        if (!unkept.isEmpty()) {
            LOG.error(
                    "{} records reached neither the brokers nor a fail store before the sender was closed",
                    unkept.size());
        }
        for (Parcel parcel : unkept) {
            SendFailure.Kind fate = parcel.firstSentAt == null ? SendFailure.Kind.NOT_SENT : SendFailure.Kind.UNKNOWN;
            Exception cause = new IllegalStateException("the sender was closed before the brokers answered");
            parcel.told.completeExceptionally(new SendException(cause.getMessage(), new SendFailure(fate, cause)));
        }
        long left = stored();
        if (left > 0) {
            LOG.warn("{} records stay in the fail store {} and are sent by the next process", left, storeDirectory());
        }
    }
}
