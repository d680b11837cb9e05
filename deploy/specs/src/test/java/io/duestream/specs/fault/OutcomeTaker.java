package io.duestream.specs.fault;

import io.duestream.client.JobClient;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Entry of a process that is told what became of jobs, and writes their keys down. */
final class OutcomeTaker {
    static final String READY = "ready: ";
    static final String LEDGER = ".told";

    private OutcomeTaker() {}

    /** Brokers, cluster, client group, ledger. */
    public static void main(String[] arguments) throws InterruptedException {
        LedgerFile ledger = new LedgerFile(Path.of(arguments[3]));
        try (JobClient client = JobClient.builder()
                .bootstrapServers(arguments[0])
                .cluster(arguments[1])
                .clientGroup(arguments[2])
                .onOutcome(outcome -> ledger.write(outcome.key()))
                .build()) {
            System.out.println(READY + client);
            new CountDownLatch(1).await();
        }
    }
}
