package io.duestream.executor;

import io.duestream.executor.delivery.Delivery;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * A run under way on a worker thread. Its monitor orders what is told of it: {@code Started} before {@code Finished}, and
 * no interruption after its end. Thread-safe.
 */
final class Run {
    private final Thread thread;
    private final Instant startedAt;
    private Delivery delivery;
    private Optional<Interruption> interruption = Optional.empty();
    private Runnable interruptHook = () -> {};
    private Optional<Future<Void>> started = Optional.empty();
    private boolean leaseLost;
    private boolean ended;

    Run(Delivery delivery, Thread thread, Instant startedAt) {
        this.delivery = delivery;
        this.thread = thread;
        this.startedAt = startedAt;
    }

    /** The newest delivery of its attempt. */
    synchronized Delivery delivery() {
        return delivery;
    }

    Instant startedAt() {
        return startedAt;
    }

    /**
     * Reports that the run has started, unless it was reported under this delivery or has ended.
     *
     * @return done when the broker has the report; empty if the run has ended
     */
    synchronized Optional<Future<Void>> reportStarted(BiFunction<Delivery, Instant, Future<Void>> report) {
        if (ended) {
            return Optional.empty();
        }
        if (started.isEmpty()) {
            started = Optional.of(report.apply(delivery, startedAt));
        }
        return started;
    }

    /** Reports anew that the run has started, unless it has ended: others may begin beside it then. */
    synchronized void reportAccompanied(BiConsumer<Delivery, Instant> report) {
        if (!ended) {
            report.accept(delivery, startedAt);
        }
    }

    /** Ends the run and runs {@code report} with the newest delivery. No interruption reaches the thread afterwards. */
    synchronized void end(BiConsumer<Delivery, Instant> report) {
        ended = true;
        report.accept(delivery, startedAt);
    }

    /**
     * Lets the run go on under a newer delivery of the same attempt: the partition was lost and came back, and running the
     * attempt a second time beside itself would help nobody.
     *
     * @return whether it does; not if it has ended
     */
    synchronized boolean adopt(Delivery newer) {
        if (ended) {
            return false;
        }
        delivery = newer;
        started = Optional.empty();
        return true;
    }

    /** What to run, on a thread of its own, when the run is interrupted. */
    synchronized void onInterrupt(Runnable hook) {
        interruptHook = hook;
    }

    /**
     * Interrupts the run's thread; only the first interruption counts.
     *
     * @return the runner's hook, to be run on another thread; empty if the run has ended or was interrupted before
     */
    synchronized Optional<Runnable> interrupt(Interruption why) {
        leaseLost |= !ended && why.leaseLost();
        if (ended || interruption.isPresent()) {
            return Optional.empty();
        }
        interruption = Optional.of(why);
        thread.interrupt();
        return Optional.of(interruptHook);
    }

    synchronized Optional<Interruption> interruption() {
        return interruption;
    }

    synchronized void loseLease() {
        leaseLost = true;
    }

    synchronized boolean leaseLost() {
        return leaseLost;
    }
}
