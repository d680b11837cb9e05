package io.duestream.cli.job;

import io.duestream.client.Answer;
import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.client.Receipt;
import io.duestream.client.SubmissionException;
import io.duestream.client.SubmissionFailedException;
import io.duestream.client.TrackerAnswers;
import io.duestream.job.JobKey;
import io.duestream.job.Position;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Submits the jobs of many lines: some thousand at a time, so that memory stays bounded however long the file is. A line
 * that is no job is reported and stops nobody. For one thread.
 */
final class FileSubmission {
    private static final int BATCH = 2_000;
    /** How many answers may be missing before sending waits for some: enough to keep a tracker busy. */
    private static final int OPEN_ANSWERS = 5 * BATCH;

    private static final int TRIES = 3;
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final JobClient client;
    private final Optional<TrackerAnswers> answers;
    private final Duration delivery;
    private final Duration patience;
    private final SubmitProgress progress;
    private final Deliveries deliveries;
    private final JobLines lines = new JobLines();
    private final Map<Position, Taken> open = new LinkedHashMap<>();

    /**
     * Over a client.
     *
     * @param answers from the tracker, if they are to be waited for
     * @param deliveries learns what is sent and what becomes of it
     */
    FileSubmission(
            JobClient client,
            Optional<TrackerAnswers> answers,
            Patience patience,
            SubmitProgress progress,
            Deliveries deliveries) {
        this.deliveries = deliveries;
        this.client = client;
        this.answers = answers;
        this.delivery = patience.delivery();
        this.patience = patience.answer();
        this.progress = progress;
    }

    /**
     * How long to wait.
     *
     * @param delivery for an acknowledgement of a job, as the client does
     * @param answer without any answer of a tracker coming
     */
    record Patience(Duration delivery, Duration answer) {}

    private record Sent(long line, Job job, CompletableFuture<Receipt> receipt) {}

    private record Taken(long line, JobKey key) {}

    /**
     * Submits to the end.
     *
     * @return whether it came to the end; otherwise nobody acknowledged a job within the client's delivery timeout
     */
    boolean run(LineSource source) throws IOException, InterruptedException {
        try {
            submit(source);
            return true;
        } catch (UnacknowledgedException e) {
            return false;
        }
    }

    private void submit(LineSource source) throws IOException, InterruptedException {
        List<Sent> batch = new ArrayList<>(BATCH);
        for (Optional<LineSource.Line> line = source.next(); line.isPresent(); line = source.next()) {
            if (line.get().blank()) {
                continue;
            }
            send(line.get()).ifPresent(batch::add);
            if (batch.size() == BATCH) {
                finish(batch);
                batch.clear();
            }
        }
        finish(batch);
        await(0);
    }

    private Optional<Sent> send(LineSource.Line line) {
        progress.read();
        JobReader.Read read = lines.read(line, Instant.now());
        if (read.job().isEmpty()) {
            progress.invalid(line.number(), String.join("; ", read.problems()));
        }
        return read.job().map(job -> submit(line.number(), job));
    }

    private Sent submit(long line, Job job) {
        return new Sent(line, job, deliveries.sent(line, client.submitAsync(job)));
    }

    private void finish(List<Sent> batch) throws InterruptedException {
        for (Sent sent : batch) {
            receipt(sent, 1).ifPresent(receipt -> {
                progress.sent();
                if (answers.isPresent()) {
                    open.put(receipt.position(), new Taken(sent.line(), receipt.key()));
                }
            });
        }
        deliveries.unanswered(open.size(), false);
        progress.show();
        await(OPEN_ANSWERS - BATCH);
    }

    /**
     * The receipt. What nobody acknowledged is sent again under the same id, which the tracker recognises; unless no
     * acknowledgement came at all meanwhile, for then the next try would end like this one.
     */
    private Optional<Receipt> receipt(Sent sent, int tries) {
        try {
            return Optional.of(sent.receipt().join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof SubmissionFailedException failed) {
                if (deliveries.state().silent().compareTo(delivery.dividedBy(2)) > 0) {
                    throw new UnacknowledgedException(failed);
                }
                if (failed.submissionId().isPresent() && tries < TRIES) {
                    return receipt(
                            submit(
                                    sent.line(),
                                    sent.job()
                                            .submissionId(failed.submissionId().get())),
                            tries + 1);
                }
                progress.unacknowledged(sent.line(), failed.getMessage());
                return Optional.empty();
            }
            if (e.getCause() instanceof SubmissionException refused) {
                progress.invalid(sent.line(), refused.getMessage());
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Nobody acknowledges anything any more. */
    private static final class UnacknowledgedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnacknowledgedException(Throwable cause) {
            super(cause);
        }
    }

    /** Waits until no more than so many answers are missing, or none has come for too long. */
    private void await(int most) throws InterruptedException {
        long lastHeard = System.nanoTime();
        while (answers.isPresent() && open.size() > most) {
            Map<Position, Answer> found = answers.get().awaitAll(List.copyOf(open.keySet()), LOOK_EVERY);
            found.forEach((position, answer) -> {
                Taken taken = open.remove(position);
                progress.answered(taken.line(), taken.key(), answer);
            });
            deliveries.unanswered(open.size(), !found.isEmpty());
            progress.show();
            if (!found.isEmpty()) {
                lastHeard = System.nanoTime();
            } else if (System.nanoTime() - lastHeard > patience.toNanos()) {
                giveUp();
            }
        }
    }

    private void giveUp() {
        open.values()
                .forEach(taken -> progress.unanswered(
                        taken.line(),
                        taken.key() + ": no answer within " + patience.toSeconds()
                                + " seconds; the tracker will decide when it is back"));
        open.clear();
        deliveries.unanswered(0, false);
    }
}
