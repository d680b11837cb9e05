package io.duestream.executor;

import io.duestream.executor.delivery.Deliveries;
import io.duestream.executor.delivery.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run jobs: each takes a delivery, runs it, takes the next. Of those that are too many the first that have
 * nothing to run end; none is interrupted for it. Thread-safe.
 */
final class WorkerPool {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    private final String name;
    private final Deliveries deliveries;
    private final RunExecution execution;
    private final Supplier<RunnerTable> runners;
    private final Consumer<Throwable> failed;
    private final List<Thread> threads = new ArrayList<>();
    private int wanted;
    private int started;

    /**
     * A pool without threads.
     *
     * @param name of the threads, a number is added
     * @param runners makes the runner table of a thread
     * @param failed told why a delivery was not brought to its end; it must not wait for the threads
     */
    WorkerPool(
            String name,
            Deliveries deliveries,
            RunExecution execution,
            Supplier<RunnerTable> runners,
            Consumer<Throwable> failed) {
        this.name = name;
        this.deliveries = deliveries;
        this.execution = execution;
        this.runners = runners;
        this.failed = failed;
    }

    /** Changes how many threads there are: more begin at once, fewer end as they have nothing to run. */
    void resize(int size) {
        synchronized (this) {
            wanted = size;
            while (threads.size() < wanted) {
                Thread thread = new Thread(this::work, name + ++started);
                thread.setDaemon(true);
                threads.add(thread);
                thread.start();
            }
        }
        deliveries.startAgain();
    }

    private void work() {
        RunnerTable table = runners.get();
        while (true) {
            try {
                Optional<Delivery> delivery = deliveries.take(this::leave);
                if (delivery.isEmpty()) {
                    return;
                }
                try {
                    execution.process(delivery.get(), table);
                } finally {
                    deliveries.ended(delivery.get());
                }
            } catch (InterruptedException e) {
                // Runs are interrupted only while they run; somebody else's interruption must not cost a worker.
                LOG.warn(
                        "worker {} was interrupted while it waited; it goes on",
                        Thread.currentThread().getName());
            } catch (RuntimeException | Error e) {
                // Its offset is never settled, so its partition would never be committed again here; the next owner
                // repeats it.
                failed.accept(e);
                return;
            }
        }
    }

    /** Whether the calling thread is one too many; then it is one of the pool no more. */
    private synchronized boolean leave() {
        if (threads.size() <= wanted) {
            return false;
        }
        threads.remove(Thread.currentThread());
        return true;
    }

    /** How many threads there are to be. */
    synchronized int size() {
        return wanted;
    }

    /**
     * Waits until all threads have ended.
     *
     * @return whether they have; false when the time is over
     * @throws InterruptedException if the calling thread is interrupted
     */
    boolean awaitEnd(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        List<Thread> left;
        synchronized (this) {
            left = List.copyOf(threads);
        }
        for (Thread thread : left) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis > 0) {
                thread.join(millis);
            }
        }
        return left.stream().noneMatch(Thread::isAlive);
    }
}
