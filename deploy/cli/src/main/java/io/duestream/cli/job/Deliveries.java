package io.duestream.cli.job;

import io.duestream.client.Receipt;
import io.duestream.client.SubmissionFailedException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** What became of the jobs that were handed to the client, and since when nobody has said anything. Thread-safe. */
final class Deliveries {
    private final LongSupplier nanos;
    private final TreeSet<Long> waiting = new TreeSet<>();
    private long acknowledged;
    private int unanswered;
    private long heard;

    Deliveries(LongSupplier nanos) {
        this.nanos = nanos;
        this.heard = nanos.getAsLong();
    }

    /**
     * What is known now.
     *
     * @param acknowledged jobs that the brokers have
     * @param waiting jobs that were sent and neither acknowledged nor refused; they may have arrived
     * @param firstWaiting the first line of these
     * @param unanswered acknowledged jobs for which the tracker's answer is awaited
     * @param silent for how long nothing came although something is awaited
     */
    record State(long acknowledged, int waiting, OptionalLong firstWaiting, int unanswered, Duration silent) {}

    /** A job was sent; the future ends with what became of it. */
    CompletableFuture<Receipt> sent(long line, CompletableFuture<Receipt> receipt) {
        synchronized (this) {
            if (waiting.isEmpty() && unanswered == 0) {
                heard = nanos.getAsLong();
            }
            waiting.add(line);
        }
        return receipt.whenComplete((given, failure) -> ended(line, failure));
    }

    private synchronized void ended(long line, Throwable failure) {
        if (failure == null) {
            acknowledged++;
        }
        if (!(failure instanceof SubmissionFailedException)) {
            waiting.remove(line);
            heard = nanos.getAsLong();
        }
    }

    /** So many acknowledged jobs have no answer yet; {@code came} says whether one has just come. */
    synchronized void unanswered(int jobs, boolean came) {
        if (came || waiting.isEmpty() && unanswered == 0) {
            heard = nanos.getAsLong();
        }
        unanswered = jobs;
    }

    synchronized State state() {
        boolean awaited = !waiting.isEmpty() || unanswered > 0;
        return new State(
                acknowledged,
                waiting.size(),
                waiting.isEmpty() ? OptionalLong.empty() : OptionalLong.of(waiting.first()),
                unanswered,
                awaited ? Duration.ofNanos(nanos.getAsLong() - heard) : Duration.ZERO);
    }
}
