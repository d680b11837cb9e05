package io.duestream.specs.fault;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.client.Receipt;
import io.duestream.client.RetryJobClient;
import io.duestream.client.SubmissionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Submits as planned and writes down what it was told. Also the entry of a process that keeps on the disk what is not. */
final class Submitter {
    static final String DONE = "done";
    static final String DRAINED = "drained";

    /** Few enough that receipts are written down soon. */
    private static final int AT_ONCE = 500;

    private final JobClient client;
    private final LedgerFile ledger;
    private final String name;

    /**
     * @param name first part of all task ids
     */
    Submitter(JobClient client, LedgerFile ledger, String name) {
        this.client = client;
        this.ledger = ledger;
        this.name = name;
    }

    void submit(Plan plan) throws InterruptedException {
        List<Job> sent = new ArrayList<>();
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < plan.count(); i++) {
            Job job = plan.kind(i).job(plan, name, i, plan.due(i));
            sent.add(job);
            receipts.add(plan.kind(i) == JobKind.STEERED ? steer(job) : client.submitAsync(job));
            if (!plan.pause().isZero() || receipts.size() == AT_ONCE || i == plan.count() - 1) {
                write(sent, receipts);
                sent.clear();
                receipts.clear();
                TimeUnit.NANOSECONDS.sleep(plan.pause().toNanos());
            }
        }
    }

    /** A job that is left paused never runs, so only when all of it is taken over the job counts as such. */
    private CompletableFuture<Receipt> steer(Job job) {
        try {
            Receipt receipt = client.submit(job);
            for (int i = 1; i <= 4; i += 2) {
                receipt = weaker(receipt, client.pause(job.key(), Integer.toString(i)));
                receipt = weaker(receipt, client.resume(job.key(), Integer.toString(i + 1)));
            }
            return CompletableFuture.completedFuture(receipt);
        } catch (SubmissionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Receipt weaker(Receipt one, Receipt other) {
        return one.status() == Receipt.Status.STORED ? one : other;
    }

    private void write(List<Job> sent, List<CompletableFuture<Receipt>> receipts) {
        for (int i = 0; i < sent.size(); i++) {
            ledger.write(sent.get(i).key(), told(receipts.get(i)));
        }
    }

    private static String told(CompletableFuture<Receipt> receipt) {
        try {
            return receipt.join().status().name();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SubmissionException) {
                System.out.println("not taken over: " + e.getCause());
                return Submission.FAILED;
            }
            throw e;
        }
    }

    /** Brokers, cluster, fail store, ledger, name, and the words of the plan. Then it waits until everything is sent. */
    public static void main(String[] arguments) throws InterruptedException {
        try (RetryJobClient client = JobClient.builder()
                .bootstrapServers(arguments[0])
                .cluster(arguments[1])
                .failStore(Path.of(arguments[2]))
                .storeAfter(Duration.ofMillis(500))
                .longestRetry(Duration.ofSeconds(1))
                .build()) {
            new Submitter(client, new LedgerFile(Path.of(arguments[3])), arguments[4])
                    .submit(Plan.of(Arrays.asList(arguments).subList(5, arguments.length)));
            System.out.println(DONE + ", " + client.stored() + " stored");
            if (client.awaitDrained(Duration.ofMinutes(2))) {
                System.out.println(DRAINED + ", " + client.quarantined() + " in quarantine");
            }
        }
    }
}
