package io.duestream.executor.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What of the deliveries is settled, that is reported and the report acknowledged, and what the brokers have of it as
 * committed offsets. It shares the lock of its {@link Deliveries}.
 *
 * <p>Thread-safe: the poll loop commits; whoever receives the broker's acknowledgement settles.
 */
public final class Settlements {
    private static final Duration COMMITTED_WITHIN = Duration.ofSeconds(5);

    private final ReentrantLock lock;
    private final Condition settling;
    private final OffsetLedger ledger = new OffsetLedger();
    private final Map<Integer, Long> committed = new HashMap<>();

    Settlements(ReentrantLock lock) {
        this.lock = lock;
        this.settling = lock.newCondition();
    }

    /** The ledger, for who holds the lock. */
    OffsetLedger ledger() {
        return ledger;
    }

    /** Takes a partition up. To be called under the lock. */
    void assigned(int partition) {
        ledger.assigned(partition);
        committed.remove(partition);
    }

    /** Gives a partition up. To be called under the lock. */
    void forget(int partition) {
        ledger.forget(partition);
        committed.remove(partition);
        settling.signalAll();
    }

    /** Waits until a delivery is committed: not for long, not without its partition, and only as long as it matters. */
    void awaitCommitted(Delivery delivery, BooleanSupplier matters) throws InterruptedException {
        long left = COMMITTED_WITHIN.toNanos();
        lock.lockInterruptibly();
        try {
            while (left > 0 && matters.getAsBoolean() && uncommitted(delivery)) {
                left = settling.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean uncommitted(Delivery delivery) {
        int partition = delivery.partition();
        return ledger.owns(partition)
                && ledger.epoch(partition) == delivery.epoch()
                && committed.getOrDefault(partition, 0L) <= delivery.offset();
    }

    /** Notes that the brokers have these offsets. */
    public void committed(Map<Integer, Long> offsets) {
        lock.lock();
        try {
            offsets.forEach((partition, offset) -> committed.merge(partition, offset, Math::max));
            ledger.committed(offsets);
            settling.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Notes that a record is reported and the report acknowledged. */
    public void settled(int partition, long epoch, long offset) {
        lock.lock();
        try {
            ledger.settled(partition, epoch, offset);
            settling.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all that was delivered of these partitions is settled.
     *
     * @return how many records are not, when the time is over or the calling thread was interrupted
     */
    public int awaitSettled(Collection<Integer> partitions, Duration time) {
        long left = time.toNanos();
        lock.lock();
        try {
            while (ledger.unsettled(partitions) > 0 && left > 0) {
                left = awaitSettling(left);
            }
            return ledger.unsettled(partitions);
        } finally {
            lock.unlock();
        }
    }

    private long awaitSettling(long nanos) {
        try {
            return settling.awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** What to commit, by partition; empty if nothing changed since the last call. */
    public Map<Integer, Long> toCommit() {
        lock.lock();
        try {
            return ledger.toCommit();
        } finally {
            lock.unlock();
        }
    }

    /** What to commit before partitions are given away: also what a commit that is on its way may have brought or not. */
    Map<Integer, Long> toCommitAtLast() {
        lock.lock();
        try {
            return ledger.toCommitAtLast();
        } finally {
            lock.unlock();
        }
    }

    /** Notes that a commit did not succeed, so that the offsets are committed again. */
    public void notCommitted(Map<Integer, Long> offsets) {
        lock.lock();
        try {
            ledger.notCommitted(offsets);
        } finally {
            lock.unlock();
        }
    }
}
