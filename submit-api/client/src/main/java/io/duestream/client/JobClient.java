package io.duestream.client;

import io.duestream.client.Preparation.Prepared;
import io.duestream.client.SubmissionFailedException.Fate;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobKey;
import io.duestream.job.Trigger;
import io.duestream.record.JobOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;

/**
 * Submits jobs and commands to a Duestream cluster and hears how jobs end. Make one for a process, use it from all
 * threads, close it at the end.
 *
 * <p>A {@link Receipt} means that the brokers have the record, not that the tracker agrees with it; see
 * {@link Receipt.Status#ACCEPTED}. Each method that sends throws, or ends its future with, a {@link SubmissionException}
 * that tells which of three things happened: {@link InvalidJobException}, nothing was sent and all problems are listed;
 * {@link SubmissionRefusedException}, the broker does not take it; {@link SubmissionFailedException}, nobody answered in
 * time. After {@link #close()} they throw {@link IllegalStateException}.
 *
 * <p>Records of one thread under one key reach the tracker in the order they were sent in.
 */
public sealed class JobClient implements AutoCloseable permits RetryJobClient {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final CommandOutlet outlet;
    private final Runnable connection;
    private final Preparation preparation;
    private final Optional<AwaitedOutcomes> awaited;
    private final Optional<OutcomeListener> listener;
    private final Duration deliveryTimeout;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * What a client is made of.
     *
     * @param outlet where commands go
     * @param preparation makes them
     * @param awaited outcomes that somebody waits for
     * @param listener gives outcomes to a handler
     * @param deliveryTimeout how long an acknowledgement is waited for
     * @param connection lets go of what sends
     */
    record Parts(
            CommandOutlet outlet,
            Preparation preparation,
            Optional<AwaitedOutcomes> awaited,
            Optional<OutcomeListener> listener,
            Duration deliveryTimeout,
            Runnable connection) {}

    JobClient(Parts parts) {
        this.outlet = parts.outlet();
        this.preparation = parts.preparation();
        this.awaited = parts.awaited();
        this.listener = parts.listener();
        this.deliveryTimeout = parts.deliveryTimeout();
        this.connection = parts.connection();
    }

    /** Describes a client. */
    public static JobClientBuilder builder() {
        return new JobClientBuilder();
    }

    /**
     * Submits a job and returns when the brokers have it, or the delivery timeout is over.
     *
     * @throws SubmissionException why it was not taken over, or that this is not known
     */
    public Receipt submit(Job job) {
        return sendNow(preparation.submit(job));
    }

    /**
     * Submits a job. Returns at once unless the connection is still to be made or the send buffer is full; then it waits
     * at most twice the delivery timeout.
     *
     * @return ends with the receipt or a {@link SubmissionException}; what depends on it runs on the thread that sends, so
     *     it must not block there: use the {@code …Async} methods for more than a few lines
     */
    public CompletableFuture<Receipt> submitAsync(Job job) {
        return startSending(job).receipt();
    }

    /**
     * Submits many jobs at once and returns when the fate of each is known, or its delivery timeout is over. One that is
     * refused stops none of the others.
     *
     * @return a receipt or a failure for each job, in the order given
     */
    public BatchResult submitAll(Collection<Job> jobs) {
        List<Sent> sent = new ArrayList<>(jobs.size());
        jobs.forEach(job -> sent.add(startSending(job)));
        return new BatchResult(sent.stream().map(this::item).toList());
    }

    private record Sent(Job job, Attempted attempted, CompletableFuture<Receipt> receipt) {}

    private Sent startSending(Job job) {
        try {
            Prepared prepared = preparation.submit(job);
            return new Sent(job, prepared.attempted(), send(prepared));
        } catch (InvalidJobException e) {
            return new Sent(
                    job, new Attempted("submit", job.key(), job.submissionId()), CompletableFuture.failedFuture(e));
        }
    }

    private BatchResult.Item item(Sent sent) {
        try {
            return new BatchResult.Item(
                    sent.job(), Optional.of(finish(sent.attempted(), sent.receipt())), Optional.empty());
        } catch (SubmissionException e) {
            return new BatchResult.Item(sent.job(), Optional.empty(), Optional.of(e));
        }
    }

    /**
     * Submits a job and waits until its first fire has ended, or the submission was rejected or ignored. Of a recurring
     * job only the first end is awaited; take the others with {@link JobClientBuilder#onOutcome}. The job is submitted
     * with {@code notifyOutcome} to this client's group, whose handlers are told of the outcome too.
     *
     * <p>A submission that is sent again under the id of an earlier one is answered {@code DUPLICATE} if the earlier one
     * had arrived. One that replaces a living job while it runs is answered with the end of that run, as it is the first
     * one afterwards.
     *
     * @param timeout how long to wait in all; where connecting and submitting take longer, the delivery timeout bounds them
     * @return {@code FIRE_ENDED}, {@code REJECTED} or {@code DUPLICATE}; its {@code end} tells whether the run succeeded
     * @throws TimeoutException if nothing was told in time; the job goes on
     * @throws InterruptedException if interrupted while waiting; the job goes on if it was submitted
     * @throws SubmissionException as {@link #submit}; also if the client has no client group
     */
    public JobOutcome submitAndAwait(Job job, Duration timeout) throws TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Prepared prepared = preparation.submitAwaited(job);
        try (Expectations.Expectation expectation = expect(prepared)) {
            Receipt receipt = sendNow(prepared);
            receipt.jobId().ifPresent(expectation::sent);
            try {
                return expectation.outcome().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw new TimeoutException("job " + receipt.key() + ", "
                        + receipt.jobId().map(id -> "submitted as " + id).orElse("stored until the brokers are back")
                        + ", has not ended within " + timeout.toMillis()
                        + " ms; it goes on: look at it with 'duestream job show " + receipt.key() + "'");
            } catch (ExecutionException e) {
                throw unchecked(e.getCause());
            }
        }
    }

    private Expectations.Expectation expect(Prepared prepared) throws InterruptedException {
        String submissionId = prepared.attempted().submissionId().orElseThrow();
        try {
            return awaited.orElseThrow().expect(prepared.attempted().key(), submissionId);
        } catch (KafkaException e) {
            throw new SubmissionFailedException(
                    prepared.attempted(), Fate.NOT_SENT, "its outcome cannot be awaited: " + e.getMessage(), e);
        }
    }

    /**
     * Ends a job: nothing new of it starts.
     *
     * @param running whether attempts that are out end too: their runners are interrupted and their results do not count
     * @param reason for whoever looks at the job later, up to 1,024 characters
     * @throws SubmissionException why the command was not taken over, or that this is not known
     */
    public Receipt cancel(JobKey key, boolean running, String reason) {
        return sendNow(preparation.cancel(key, running, reason));
    }

    /**
     * Holds a job: no scheduled fire opens, retries are held, runs end normally.
     *
     * @param reason for whoever looks at the job later, up to 1,024 characters
     * @throws SubmissionException why the command was not taken over, or that this is not known
     */
    public Receipt pause(JobKey key, String reason) {
        return sendNow(preparation.pause(key, reason));
    }

    /**
     * Lets a paused job go on; fires missed meanwhile follow its misfire policy.
     *
     * @param reason for whoever looks at the job later, up to 1,024 characters
     * @throws SubmissionException why the command was not taken over, or that this is not known
     */
    public Receipt resume(JobKey key, String reason) {
        return sendNow(preparation.resume(key, reason));
    }

    /**
     * Opens a fire of a job now, beside those of its trigger; also while it is paused. Sent twice, it may run twice.
     *
     * @param reason for whoever looks at the job later, up to 1,024 characters
     * @throws SubmissionException why the command was not taken over, or that this is not known
     */
    public Receipt trigger(JobKey key, String reason) {
        return sendNow(preparation.trigger(key, reason));
    }

    /**
     * Gives a living job another trigger; open fires finish under their own definition.
     *
     * @throws SubmissionException why the command was not taken over, or that this is not known
     */
    public Receipt reschedule(JobKey key, Trigger trigger) {
        return sendNow(preparation.reschedule(key, trigger));
    }

    /**
     * Gives a living job another definition as a whole; open fires finish under their own. Where the definition names no
     * client group, this client's is put in, as in a submission.
     *
     * @throws SubmissionException why the command was not taken over, or that this is not known
     */
    public Receipt update(JobKey key, JobDefinition definition) {
        return sendNow(preparation.update(key, definition));
    }

    private CompletableFuture<Receipt> send(Prepared prepared) {
        if (closed.get()) {
            throw new IllegalStateException("the job client is closed");
        }
        return outlet.send(prepared.attempted(), prepared.command());
    }

    private Receipt sendNow(Prepared prepared) {
        return finish(prepared.attempted(), send(prepared));
    }

    /** The producer ends every future in time if it lives; should it not, the caller must not wait for ever. */
    private Receipt finish(Attempted attempted, CompletableFuture<Receipt> sent) {
        try {
            return sent.get(deliveryTimeout.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } catch (TimeoutException e) {
            throw SendErrors.unknown(attempted, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SendErrors.unknown(attempted, e);
        }
    }

    /**
     * The cause itself, with the caller's stack trace in it, so that who submitted can be seen: it was made on the thread
     * that sends.
     */
    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof RuntimeException runtime) {
            runtime.addSuppressed(new Exception("sent from here"));
            return runtime;
        }
        return new IllegalStateException(cause);
    }

    /**
     * Stops taking outcomes after the handler's present call, waits until what was sent is acknowledged or timed out, and
     * lets go of all connections. Without effect the second time.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            listener.ifPresent(OutcomeListener::close);
            awaited.ifPresent(AwaitedOutcomes::close);
            connection.run();
        }
    }
}
