package io.duestream.cli.bench;

import io.duestream.cli.bench.Scenario.Watch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/** The jobs of one round: when each was submitted and when it ended. Submitted by one thread, ended by another. */
final class Round {
    private final int first;
    private final Shape shape;
    private final AtomicLongArray readyMicros;
    private final BitSet ended = new BitSet();
    private final BitSet accepted = new BitSet();
    private final Histogram latency = Figures.none();
    private final Histogram lateness = Figures.none();
    private final List<Other> others = new ArrayList<>();
    private final Map<String, NodeUse> nodes = new TreeMap<>();
    private final AtomicInteger endedJobs = new AtomicInteger();
    private final long wallMicros;
    private final long begunNanos;
    private final AtomicInteger repeated = new AtomicInteger();
    private int early;
    private volatile long countedFromNanos;
    private volatile long lastEndNanos;
    private volatile long lastAcceptedNanos;

    /** A job that is not counted: when it was due and how late it began, in microseconds. */
    private record Other(long due, long late) {}

    /**
     * What a round looks at.
     *
     * @param jobs of the round
     * @param counted the first of them, which the rate is counted of
     * @param sampleEvery of how many jobs one is looked at in full; 0 for none
     * @param watch what it waits for
     */
    record Shape(int jobs, int counted, int sampleEvery, Watch watch) {
        static Shape of(Scenario scenario) {
            return new Shape(scenario.jobs(), scenario.counted(), scenario.sampleEvery(), scenario.watch());
        }
    }

    /** @param first number of its first job */
    Round(int first, Shape shape) {
        this.first = first;
        this.shape = shape;
        this.readyMicros = new AtomicLongArray(shape.jobs());
        Instant now = Instant.now();
        this.wallMicros = micros(now);
        this.begunNanos = System.nanoTime();
        this.countedFromNanos = begunNanos;
        this.lastEndNanos = begunNanos;
        this.lastAcceptedNanos = begunNanos;
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
        return wallMicros(System.nanoTime());
    }

    /** A job is about to be submitted that can run from then on. */
    void ready(int index, long micros) {
        readyMicros.set(index, micros);
    }

    /** All jobs can run from this moment. None may be able to before. */
    void readyNow() {
        long now = nowMicros();
        for (int i = 0; i < jobs(); i++) {
            readyMicros.set(i, now);
        }
    }

    /** Whether the record of this job's end is to be read in full. */
    boolean sampled(int number) {
        int index = number - first;
        return shape.sampleEvery() > 0 && (index % shape.sampleEvery() == 0 || index >= shape.counted());
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

    /** Whether this job is not known to be accepted although the round wants to know. */
    boolean waitsForAcceptance(int number) {
        return shape.watch() != Watch.ENDS && holds(number) && !accepted.get(number - first);
    }

    /** The first record of a job was read from the log, committed. */
    void accepted(int number, long seenNanos) {
        accepted.set(number - first);
        lastAcceptedNanos = seenNanos;
        if (shape.watch() == Watch.ACCEPTANCE) {
            ended(number, seenNanos);
        }
    }

    /** The end of a job was read from the log, committed, for the first time. */
    void ended(int number, long seenNanos) {
        int index = number - first;
        ended.set(index);
        if (index < shape.counted()) {
            lastEndNanos = seenNanos;
        }
        endedJobs.incrementAndGet();
    }

    /** When and where a job's run began, and when it was due, on the clocks of executor and tracker. */
    void began(int number, String node, long startMicros, Instant due, boolean exact) {
        nodes.merge(node, new NodeUse(1, startMicros), NodeUse::and);
        long ready = readyMicros.get(number - first);
        // A start that is told in milliseconds has lost half of one on average.
        long start = exact ? startMicros : startMicros + 500;
        long late = startMicros - micros(due);
        if (late < 0) {
            early++;
        }
        if (number - first < shape.counted()) {
            latency.recordValue(Math.max(0, start - ready));
            lateness.recordValue(Math.max(0, late));
        } else {
            others.add(new Other(micros(due), Math.max(0, late)));
        }
    }

    int endedJobs() {
        return endedJobs.get();
    }

    boolean allEnded() {
        return endedJobs.get() == jobs();
    }

    /** The rate counts from a later moment than the begin of the round. */
    void countFrom(long nanos) {
        countedFromNanos = nanos;
    }

    long countedFromNanos() {
        return countedFromNanos;
    }

    /** When the acceptance of the last job was read, if the round wants to know. */
    long lastAcceptedNanos() {
        return lastAcceptedNanos;
    }

    /** From the begin of what is counted to the last end of a counted job that has been read. */
    double seconds() {
        return (lastEndNanos - countedFromNanos) / 1e9;
    }

    double jobsPerSecond() {
        return shape.counted() / seconds();
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

    /** Of jobs that are not counted and were due while the others were at work: later ones had the machine for themselves. */
    Histogram otherLateness() {
        long from = wallMicros(countedFromNanos);
        long to = wallMicros(lastEndNanos);
        Histogram found = Figures.none();
        others.stream()
                .filter(each -> each.due() >= from && each.due() <= to)
                .forEach(each -> found.recordValue(each.late()));
        return found;
    }

    private long wallMicros(long nanos) {
        return wallMicros + (nanos - begunNanos) / 1_000;
    }

    /** What ran on each node, of the jobs that were looked at. */
    Map<String, NodeUse> nodes() {
        return Map.copyOf(nodes);
    }
}
