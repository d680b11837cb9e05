package io.duestream.cli.bench;

import java.time.Instant;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/** The jobs of one round: when each was submitted and when it ended. Submitted by one thread, ended by another. */
final class Round {
    private static final int DIGITS = 3;

    private final int first;
    private final int sampleEvery;
    private final AtomicLongArray readyMicros;
    private final BitSet ended = new BitSet();
    private final Histogram latency = new Histogram(DIGITS);
    private final Histogram lateness = new Histogram(DIGITS);
    private final AtomicInteger endedJobs = new AtomicInteger();
    private final long wallMicros;
    private final long begunNanos;
    private final AtomicInteger repeated = new AtomicInteger();
    private int early;
    private volatile long lastEndNanos;

    Round(int first, int jobs, int sampleEvery) {
        this.first = first;
        this.sampleEvery = sampleEvery;
        this.readyMicros = new AtomicLongArray(jobs);
        Instant now = Instant.now();
        this.wallMicros = micros(now);
        this.begunNanos = System.nanoTime();
        this.lastEndNanos = begunNanos;
    }

    static long micros(Instant instant) {
        return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + instant.getNano() / 1_000;
    }

    int number(int index) {
        return first + index;
    }

    int jobs() {
        return readyMicros.length();
    }

    long begunNanos() {
        return begunNanos;
    }

    /** The wall clock in microseconds, without the steps it may make while the round lasts. */
    long nowMicros() {
        return wallMicros + (System.nanoTime() - begunNanos) / 1_000;
    }

    /** A job is about to be submitted that can run from then on. */
    void ready(int index, long micros) {
        readyMicros.set(index, micros);
    }

    /** Whether the record of this job's end is to be read in full. */
    boolean sampled(int number) {
        return sampleEvery > 0 && (number - first) % sampleEvery == 0;
    }

    /** Whether the job is one of this round. */
    boolean holds(int number) {
        return number >= first && number - first < jobs();
    }

    /** Whether the end of a job has been read: one of this round, or any of the rounds before it. */
    boolean hasEnded(int number) {
        return number < first || holds(number) && ended.get(number - first);
    }

    /** The end of a job that had ended was read from the log, committed. */
    void endedAgain() {
        repeated.incrementAndGet();
    }

    /** The end of a job was read from the log, committed, for the first time. */
    void ended(int number, long seenNanos) {
        int index = number - first;
        ended.set(index);
        lastEndNanos = seenNanos;
        endedJobs.incrementAndGet();
    }

    /** When a job's run began, and when it was due, on the clocks of executor and tracker. */
    void began(int number, long startMicros, Instant due, boolean exact) {
        long ready = readyMicros.get(number - first);
        // A start that is told in milliseconds has lost half of one on average.
        long start = exact ? startMicros : startMicros + 500;
        latency.recordValue(Math.max(0, start - ready));
        long late = startMicros - micros(due);
        if (late < 0) {
            early++;
        }
        lateness.recordValue(Math.max(0, late));
    }

    int endedJobs() {
        return endedJobs.get();
    }

    boolean allEnded() {
        return endedJobs.get() == jobs();
    }

    /** From the begin of the round to the last end that has been read. */
    double seconds() {
        return (lastEndNanos - begunNanos) / 1e9;
    }

    int repeated() {
        return repeated.get();
    }

    int early() {
        return early;
    }

    Histogram latency() {
        return latency;
    }

    Histogram lateness() {
        return lateness;
    }
}
