package io.duestream.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Runs forwarders, each on a thread of its own. If one fails, all of it has failed. Thread-safe. */
final class ForwarderThreads {
    private static final long ENDS_WITHIN_MILLIS = 10_000;

    private final List<Forwarder> forwarders;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch ready;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    ForwarderThreads(List<Forwarder> forwarders) {
        this.forwarders = List.copyOf(forwarders);
        this.ready = new CountDownLatch(forwarders.size());
        for (Forwarder each : forwarders) {
            threads.add(new Thread(() -> run(each), "forwarder-" + threads.size()));
        }
    }

    private void run(Forwarder forwarder) {
        try {
            forwarder.run(ready::countDown);
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            ended.countDown();
            while (ready.getCount() > 0) {
                ready.countDown();
            }
        }
    }

    /**
     * Returns when all of them forward.
     *
     * @throws IllegalStateException if one has failed
     */
    void start() throws InterruptedException {
        threads.forEach(Thread::start);
        ready.await();
        requireNoFailure();
    }

    /**
     * Returns when they have been closed.
     *
     * @throws IllegalStateException if one has failed
     */
    void awaitEnd() throws InterruptedException {
        ended.await();
        requireNoFailure();
    }

    private void requireNoFailure() {
        Throwable reason = failure.get();
        if (reason != null) {
            throw new IllegalStateException("a thread of the forwarder has ended: " + reason, reason);
        }
    }

    /** Ends them; without effect once they have ended. */
    void close() throws InterruptedException {
        forwarders.forEach(Forwarder::stop);
        for (Thread thread : threads) {
            thread.join(ENDS_WITHIN_MILLIS);
        }
        ended.countDown();
    }
}
