package io.duestream.specs.fault;

import static org.awaitility.Awaitility.await;

import io.duestream.client.JobClient;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Jobs at a steady rate, from a thread of this process, until it is ended. */
final class Flow implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);

    /** So long it has to keep its rate before that is taken for steady. */
    private static final Duration STEADY = Duration.ofSeconds(2);

    private static final double NEARLY = 0.97;

    private final JobClient client;
    private final LedgerFile ledger;
    private final String name;
    private final Plan tick;
    private final long began = System.nanoTime();
    private final Thread thread;
    private volatile boolean ended;
    private final AtomicLong submitted = new AtomicLong();
    private volatile Throwable failure;
    private volatile Mark since = new Mark(System.nanoTime(), 0);
    private volatile double share;
    private volatile Duration longestPause = Duration.ZERO;

    /** How much was submitted until when. */
    private record Mark(long nanos, long count) {}

    /**
     * @param second what is submitted each second
     */
    Flow(Stage stage, String name, LedgerFile ledger, Plan second) {
        this.client = JobClient.builder()
                .bootstrapServers(stage.bootstrapServers())
                .cluster(stage.topics().cluster())
                .build();
        this.ledger = ledger;
        this.name = name;
        this.tick = second.counting(Math.toIntExact(second.count() * TICK.toMillis() / 1000));
        this.thread = new Thread(this::run, "flow-" + name);
        thread.start();
    }

    private void run() {
        try (client) {
            long last = began;
            for (long number = 0; !ended; number++) {
                // Late ticks follow at once: what is submitted in the end is the rate.
                long due = began + number * TICK.toNanos();
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                new Submitter(client, ledger, name + "-" + number).submit(tick);
                submitted.addAndGet(tick.count());
                Duration pause = Duration.ofNanos(System.nanoTime() - last);
                longestPause = pause.compareTo(longestPause) > 0 ? pause : longestPause;
                last = System.nanoTime();
            }
        } catch (InterruptedException | RuntimeException e) {
            failure = e;
        }
    }

    /**
     * Waits until it has kept its rate for a while; from then on its rate is measured, without what clients and processes need
     * to get going.
     */
    Flow awaitSteady(Duration atMost) {
        AtomicReference<Mark> begin = new AtomicReference<>(now());
        await().atMost(atMost).pollDelay(STEADY).pollInterval(STEADY).until(() -> {
            Mark before = begin.getAndSet(now());
            since = begin.get();
            return share(before, since) > NEARLY;
        });
        return this;
    }

    private Mark now() {
        return new Mark(System.nanoTime(), submitted.get());
    }

    private double share(Mark from, Mark to) {
        return rate(from, to) * TICK.toMillis() / 1000 / tick.count();
    }

    private static double rate(Mark from, Mark to) {
        return (to.count - from.count) * 1e9 / (to.nanos - from.nanos);
    }

    /** How many jobs were submitted so far. */
    long submitted() {
        return submitted.get();
    }

    /**
     * Submits no more.
     *
     * @return how many it submitted and how fast, in words
     * @throws IllegalStateException if submitting failed
     */
    String end() {
        Mark end = now();
        share = share(since, end);
        close();
        if (failure != null) {
            throw new IllegalStateException("the flow " + name + " broke", failure);
        }
        return String.format(Locale.ROOT, "%,d jobs, %,.0f a second", submitted.get(), rate(since, end));
    }

    /** The longest time from one submission that was taken to the next: what the machine and the brokers make everybody wait. */
    Duration longestPause() {
        return longestPause;
    }

    /** How much of the planned rate was submitted while it was measured: 1 if all of it, 0 before the end. */
    double share() {
        return share;
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
