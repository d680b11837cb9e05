package io.duestream.cli.bench;

import io.duestream.cli.output.CommandFailedException;
import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.client.KafkaConnection;
import io.duestream.client.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Submits jobs through the client library. For one thread. */
final class Submitter implements AutoCloseable {
    /** Slow brokers are measured, not given up. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final JobClient client;
    private final Payloads payloads;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile long lastAcknowledgedNanos;
    private int submitted;

    Submitter(KafkaConnection connection, int payloadBytes) {
        this.client = JobClient.builder()
                .connection(connection)
                .sender("bench")
                .deliveryTimeout(PATIENCE)
                .build();
        this.payloads = new Payloads(payloadBytes);
    }

    /** Submits a job that does nothing. */
    void submit(Round round, int index) {
        round.ready(index, round.nowMicros());
        send(job(JobNumbers.GROUP, round, index));
    }

    /** Submits a job that tells when it began, and was to be submitted at a given time. */
    void submitStamped(Round round, int index, long wantedMicros) {
        round.ready(index, wantedMicros);
        send(job(JobNumbers.GROUP, round, index).type(StampRunner.TYPE));
    }

    /** Submits a job that takes a time. */
    void submitLasting(Round round, int index, int millis) {
        round.ready(index, round.nowMicros());
        send(job(JobNumbers.GROUP, round, index)
                .type(StampRunner.TYPE)
                .parameter(StampRunner.MILLIS, Integer.toString(millis)));
    }

    /** Submits a job that is due later and does nothing. */
    void submitAt(Round round, int index, Instant due) {
        send(due(JobNumbers.GROUP, round, index, due));
    }

    /** Submits a job that is due later and tells when it began. */
    void submitStampedAt(String group, Round round, int index, Instant due) {
        send(due(group, round, index, due).type(StampRunner.TYPE));
    }

    private Job due(String group, Round round, int index, Instant due) {
        round.ready(index, Math.max(round.nowMicros(), Round.micros(due)));
        return job(group, round, index).at(due);
    }

    private Job job(String group, Round round, int index) {
        int number = round.number(index);
        return Job.of(group, JobNumbers.taskId(number)).payload(payloads.of(number));
    }

    private void send(Job job) {
        submitted++;
        client.submitAsync(job).whenComplete(this::answered);
    }

    private void answered(Receipt receipt, Throwable problem) {
        if (problem != null) {
            failure.compareAndSet(null, problem);
        }
        lastAcknowledgedNanos = System.nanoTime();
        acknowledged.incrementAndGet();
    }

    /**
     * Waits until all that was submitted is acknowledged.
     *
     * @return when the last one was, as {@link System#nanoTime()}
     * @throws CommandFailedException if one was not taken
     */
    long awaitAcknowledged() {
        while (acknowledged.get() < submitted) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        Throwable problem = failure.get();
        if (problem != null) {
            throw new CommandFailedException("a job was not submitted: " + problem.getMessage(), problem);
        }
        return lastAcknowledgedNanos;
    }

    @Override
    public void close() {
        client.close();
    }
}
