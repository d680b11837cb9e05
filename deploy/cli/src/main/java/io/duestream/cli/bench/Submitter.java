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

    void submit(Round round, int index) {
        submit(round, index, round.nowMicros());
    }

    /** Submits a job that was to be submitted at a given time. */
    void submit(Round round, int index, long wantedMicros) {
        round.ready(index, wantedMicros);
        send(job(round, index));
    }

    void submitAt(Round round, int index, Instant due) {
        round.ready(index, Math.max(round.nowMicros(), Round.micros(due)));
        send(job(round, index).at(due));
    }

    private Job job(Round round, int index) {
        int number = round.number(index);
        return Job.of(JobNumbers.GROUP, JobNumbers.taskId(number)).payload(payloads.of(number));
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
