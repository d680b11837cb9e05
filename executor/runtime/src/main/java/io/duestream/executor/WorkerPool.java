package io.duestream.executor;

import io.duestream.executor.delivery.Deliveries;
import io.duestream.executor.delivery.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that run jobs: each takes a delivery, runs it, takes the next. */
final class WorkerPool {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    private final List<Thread> threads;

    /**
     * Starts the threads.
     *
     * @param name of the threads, a number is added
     * @param size how many
     * @param runners makes the runner table of a thread
     * @param failed told why a delivery was not brought to its end; it must not wait for the threads
     */
    static WorkerPool start(
            String name,
            int size,
            Deliveries deliveries,
            RunExecution execution,
            Supplier<RunnerTable> runners,
            Consumer<Throwable> failed) {
        List<Thread> threads = IntStream.rangeClosed(1, size)
                .mapToObj(number -> {
                    Thread thread = new Thread(() -> work(deliveries, execution, runners.get(), failed), name + number);
                    thread.setDaemon(true);
                    return thread;
                })
                .toList();
        threads.forEach(Thread::start);
        return new WorkerPool(threads);
    }

    private WorkerPool(List<Thread> threads) {
        this.threads = threads;
    }

    private static void work(
            Deliveries deliveries, RunExecution execution, RunnerTable runners, Consumer<Throwable> failed) {
        while (true) {
            try {
                Optional<Delivery> delivery = deliveries.take();
                if (delivery.isEmpty()) {
                    return;
                }
                execution.process(delivery.get(), runners);
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

    int size() {
        return threads.size();
    }

    /**
     * Waits until all threads have ended.
     *
     * @return whether they have; false when the time is over
     * @throws InterruptedException if the calling thread is interrupted
     */
    boolean awaitEnd(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        for (Thread thread : threads) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left > 0) {
                thread.join(left);
            }
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }
}
