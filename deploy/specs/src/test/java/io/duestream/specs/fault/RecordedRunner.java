package io.duestream.specs.fault;

import io.duestream.executor.JobContext;
import io.duestream.executor.JobRunner;
import io.duestream.executor.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A runner that writes into the ledger of its process when a run begins, when it sees that its lease is gone, and when it
 * ends. What it does is said by parameters of the job.
 */
public final class RecordedRunner implements JobRunner {
    /** Parameter: how long a run takes. */
    static final String MILLIS = "millis";

    /** Parameter: how many tries of a shard fail. */
    static final String FAILING = "failing";

    /** Parameter: a file beside the ledger; a run with it goes on until the file is there, whatever interrupts it. */
    static final String UNTIL = "until";

    /** The file for which runs of {@link JobKind#HELD} wait. */
    static final String GO = "go";

    /** System property: the file. */
    static final String LEDGER = "duestream.specs.ledger";

    private static final long LOOK_EVERY_MILLIS = 50;

    private final Path path = Path.of(System.getProperty(LEDGER));
    private final LedgerFile ledger = new LedgerFile(path);

    @Override
    public RunResult run(JobContext context) throws InterruptedException {
        write(Run.BEGAN, context);
        long end = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(
                        Long.parseLong(context.parameter(MILLIS).orElse("0")));
        boolean told = false;
        Optional<Path> until = context.parameter(UNTIL).map(path::resolveSibling);
        for (long left = left(end, until); left > 0; left = left(end, until)) {
            try {
                // The work of this job.
                TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MILLIS)));
            } catch (InterruptedException e) {
                if (until.isEmpty()) {
                    throw e;
                }
            }
            if (!told && context.leaseLost()) {
                told = true;
                write(Run.LEASE_LOST, context);
            }
        }
        boolean fails =
                context.retry() < Integer.parseInt(context.parameter(FAILING).orElse("0"));
        write(fails ? Run.FAILED : Run.SUCCEEDED, context);
        if (fails) {
            throw new IllegalStateException("not yet");
        }
        return RunResult.success();
    }

    private static long left(long end, Optional<Path> until) {
        return until.filter(Files::notExists).isPresent() ? Long.MAX_VALUE : end - System.nanoTime();
    }

    private void write(String what, JobContext context) {
        ledger.write(
                what,
                context.key(),
                context.jobId(),
                context.fire(),
                context.shard(),
                context.attempt(),
                context.token(),
                context.generation(),
                context.dueAt(),
                System.currentTimeMillis());
    }
}
