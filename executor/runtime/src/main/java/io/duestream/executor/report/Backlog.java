package io.duestream.executor.report;

import java.time.Duration;

/**
 * What was given to the sender and is not acknowledged. While it is over its bound no new run may begin: what a run tells
 * is kept in memory until the broker has it, and memory ends. Thread-safe.
 */
public final class Backlog {
    /** A few seconds of the fastest executor. */
    public static final int RECORDS = 10_000;

    /** Half of what the producer may hold, so that sending does not block. */
    public static final long BYTES = 32L * 1024 * 1024;

    private final int maxRecords;
    private final long maxBytes;
    private volatile Runnable relief = () -> {};
    private int records;
    private long bytes;

    /** A backlog within {@link #RECORDS} and {@link #BYTES}. */
    public Backlog() {
        this(RECORDS, BYTES);
    }

    /** A backlog with other bounds. */
    public Backlog(int maxRecords, long maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    /** What to run when there is room again. */
    public void onRelief(Runnable action) {
        this.relief = action;
    }

    /** Whether another run may begin. */
    public synchronized boolean hasRoom() {
        return records < maxRecords && bytes < maxBytes;
    }

    /** How many records are not acknowledged. */
    public synchronized int size() {
        return records;
    }

    synchronized void add(int size) {
        records++;
        bytes += size;
    }

    void remove(int size) {
        boolean relieved;
        synchronized (this) {
            boolean hadRoom = hasRoom();
            records--;
            bytes -= size;
            relieved = !hadRoom && hasRoom();
            if (records == 0) {
                notifyAll();
            }
        }
        if (relieved) {
            relief.run();
        }
    }

    /**
     * Waits until everything is acknowledged.
     *
     * @return whether it is; false when the time is over
     * @throws InterruptedException if the calling thread is interrupted
     */
    public synchronized boolean awaitEmpty(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        long left = time.toNanos();
        while (records > 0 && left > 0) {
            wait(Math.max(1, left / 1_000_000));
            left = deadline - System.nanoTime();
        }
        return records == 0;
    }
}
