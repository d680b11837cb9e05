package io.duestream.executor.delivery;

import io.duestream.record.JobDispatch;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Where the poll loop puts what it receives and the workers take what they start. It holds back what must not be started;
 * which offsets may be committed is in its {@link Settlements}.
 *
 * <p>Thread-safe: the poll loop assigns, delivers and revokes; workers take.
 */
public final class Deliveries {
    /** Boundary of a partition of which it is not known where it ended at its assignment: everything is confirmed. */
    public static final long UNKNOWN_BOUNDARY = Long.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition startable = lock.newCondition();
    private final Settlements settlements = new Settlements(lock);
    private final OffsetLedger ledger = settlements.ledger();
    private final PartitionQueues queues;
    private final Map<Integer, Long> boundaries = new HashMap<>();
    private final StartOrder order;
    private final BooleanSupplier mayStart;
    private final LongSupplier nanos;
    private boolean closed;

    /**
     * @param bound how much of a partition may wait
     * @param mayStart whether another run may begin; when it turns true again, call {@link #startAgain()}
     */
    public Deliveries(QueueBound bound, BooleanSupplier mayStart) {
        this(bound, mayStart, System::nanoTime);
    }

    Deliveries(QueueBound bound, BooleanSupplier mayStart, LongSupplier nanos) {
        this.queues = new PartitionQueues(bound);
        this.order = new StartOrder(queues);
        this.mayStart = mayStart;
        this.nanos = nanos;
    }

    /**
     * Takes a partition up.
     *
     * @param boundary its end offset now: records before it may have been begun by an earlier owner, later ones were not; 0 if
     *     the last owner said that none was; {@link #UNKNOWN_BOUNDARY} if it could not be learnt
     */
    public void assigned(int partition, long boundary) {
        lock.lock();
        try {
            queues.drop(partition);
            settlements.assigned(partition);
            boundaries.put(partition, boundary);
            if (boundary > 0) {
                order.assigned();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the boundary of a partition is not known. */
    public boolean boundaryUnknown(int partition) {
        lock.lock();
        try {
            return boundaries.getOrDefault(partition, 0L) == UNKNOWN_BOUNDARY;
        } finally {
            lock.unlock();
        }
    }

    /** Sets a boundary that was not known at the assignment; later than then is only more careful. */
    public void boundary(int partition, long boundary) {
        lock.lock();
        try {
            boundaries.computeIfPresent(partition, (p, unknown) -> boundary);
        } finally {
            lock.unlock();
        }
    }

    /** Lets a received record wait for a worker. Records of a partition that is not assigned are left alone. */
    public void delivered(int partition, long offset, int generation, int size, JobDispatch dispatch) {
        lock.lock();
        try {
            if (enter(partition, offset)) {
                boolean confirmFirst = offset < boundaries.get(partition)
                        || dispatch.lostAttempts() > 0
                        || dispatch.alone().isPresent();
                queues.add(new Delivery(
                        partition, ledger.epoch(partition), offset, generation, confirmFirst, size, dispatch));
                startable.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Enters a record that cannot be run and is reported otherwise.
     *
     * @return the epoch to settle it with; empty if the partition is not assigned
     */
    public Optional<Long> unreadable(int partition, long offset) {
        lock.lock();
        try {
            return enter(partition, offset) ? Optional.of(ledger.epoch(partition)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes back the record that was entered last: it is received again. */
    void takeBack(int partition, long offset) {
        lock.lock();
        try {
            ledger.takeBack(partition, offset);
        } finally {
            lock.unlock();
        }
    }

    private boolean enter(int partition, long offset) {
        if (!ledger.owns(partition)) {
            return false;
        }
        if (ledger.goesBack(partition, offset)) {
            // The topic was deleted and made anew. What waits of the old one is still to be run; its offsets are void.
            ledger.assigned(partition);
        }
        ledger.delivered(partition, offset);
        return true;
    }

    /**
     * Waits for the next delivery to start and takes it.
     *
     * @return empty after {@link #close()}
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Optional<Delivery> take() throws InterruptedException {
        return take(() -> false);
    }

    /**
     * Waits for the next delivery to start and takes it, or until the caller is to take no more.
     *
     * @param done whether the caller is to take no more; when it turns true, call {@link #startAgain()}
     * @return empty if {@code done}, and after {@link #close()}
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Optional<Delivery> take(BooleanSupplier done) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && !done.getAsBoolean()) {
                boolean may = mayStart.getAsBoolean();
                Optional<Delivery> next = may ? order.next(nanos.getAsLong()) : Optional.empty();
                if (next.isPresent()) {
                    return next;
                }
                long left = order.left(nanos.getAsLong());
                if (may && left > 0) {
                    startable.awaitNanos(left);
                } else {
                    startable.await();
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a delivery that may end its process, and whose start is reported, is committed: it would otherwise be
     * delivered again and again, with its attempt long over. Not for long, and not without the partition. Then it runs.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    public void awaitCommitted(Delivery delivery) throws InterruptedException {
        settlements.awaitCommitted(delivery, () -> !closed && order.commitFirst(delivery));
        lock.lock();
        try {
            order.solitude().begun(delivery, nanos.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing runs beside a delivery, nor begins before {@link #accompanied} says so. */
    public boolean alone(Delivery delivery) {
        lock.lock();
        try {
            return order.solitude().alone(delivery);
        } finally {
            lock.unlock();
        }
    }

    /** The delivery that has run alone for as long as it was to; it is said once, and {@link #accompanied} is the answer. */
    public Optional<Delivery> aloneForLongEnough() {
        lock.lock();
        try {
            return order.solitude().enough(nanos.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /** Lets others begin beside a delivery that ran alone: the brokers have been told. */
    public void accompanied(Delivery delivery) {
        lock.lock();
        try {
            order.solitude().accompanied(delivery, nanos.getAsLong());
            startable.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What of the deliveries is settled, and committed. */
    public Settlements settlements() {
        return settlements;
    }

    /** Notes that a delivery that was taken has been run, or refused, to its end. */
    public void ended(Delivery delivery) {
        lock.lock();
        try {
            if (order.ended(delivery, nanos.getAsLong())) {
                startable.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets waiting workers look again whether they may start. */
    public void startAgain() {
        lock.lock();
        try {
            startable.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Withdraws what was delivered of these partitions and not started: it goes with them to their next owner. */
    public void withdraw(Collection<Integer> partitions) {
        lock.lock();
        try {
            for (int partition : partitions) {
                queues.drop(partition).stream()
                        .filter(waiting -> ledger.owns(partition) && ledger.epoch(partition) == waiting.epoch())
                        .findFirst()
                        .ifPresent(first -> ledger.withdraw(partition, first.offset()));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The offset from which on nothing of a partition was ever begun, here or by an earlier owner; to be asked when what waits
     * is withdrawn. Negative if nothing was delivered here; empty if something may have been begun.
     */
    OptionalLong begunUpTo(int partition) {
        lock.lock();
        try {
            OptionalLong settled = ledger.settledUpTo(partition);
            long boundary = boundaries.getOrDefault(partition, UNKNOWN_BOUNDARY);
            return settled.isPresent() && (boundary == 0 || settled.getAsLong() >= boundary)
                    ? settled
                    : OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Gives partitions up. */
    public void forget(Collection<Integer> partitions) {
        lock.lock();
        try {
            for (int partition : partitions) {
                queues.drop(partition);
                settlements.forget(partition);
                boundaries.remove(partition);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How things stand, for the pace of the loop. */
    public Standing standing() {
        lock.lock();
        try {
            int waiting = queues.size();
            return new Standing(waiting, Math.max(0, ledger.unsettled() - waiting), ledger.hasToCommit());
        } finally {
            lock.unlock();
        }
    }

    /**
     * How things stand.
     *
     * @param waiting delivered, not started
     * @param unsettled started, the report not acknowledged
     * @param hasToCommit an offset may be committed
     */
    public record Standing(int waiting, int unsettled, boolean hasToCommit) {}

    /** Whether no more of a partition should be fetched. */
    public boolean full(int partition) {
        lock.lock();
        try {
            return queues.full(partition);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a partition that was full may be fetched again. */
    public boolean roomy(int partition) {
        lock.lock();
        try {
            return queues.roomy(partition);
        } finally {
            lock.unlock();
        }
    }

    /** Ends taking: workers get nothing any more. What is delivered yet stays unsettled, so it is not committed. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            startable.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
