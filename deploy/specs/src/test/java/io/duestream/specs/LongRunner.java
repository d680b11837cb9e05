package io.duestream.specs;

import io.duestream.executor.JobContext;
import io.duestream.executor.JobRunner;
import io.duestream.executor.RunResult;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs until a file is there, and writes into a ledger outside the system what it sees, one line for each:
 * {@code began|lost|ended <task> <token> <process> <epoch millis>}. A run goes on when it is interrupted, as code does that swallows it.
 */
final class LongRunner implements JobRunner {
    /** Parameter: the ledger. */
    static final String LEDGER = "ledger";

    /** Parameter: the file. */
    static final String UNTIL = "until";

    @Override
    public RunResult run(JobContext context) throws IOException {
        write(context, "began");
        Path until = Path.of(context.parameters().get(UNTIL));
        boolean lost = false;
        while (!Files.exists(until)) {
            if (!lost && context.leaseLost()) {
                lost = true;
                write(context, "lost");
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                // The lease says whether the result is wanted.
                Thread.interrupted();
            }
        }
        write(context, "ended");
        return RunResult.success();
    }

    private static void write(JobContext context, String what) throws IOException {
        String line = what + " " + context.key().taskId() + " " + context.token() + " "
                + ProcessHandle.current().pid() + " " + System.currentTimeMillis() + "\n";
        // A channel would be closed by an interruption in the middle of a line.
        try (OutputStream ledger = new FileOutputStream(context.parameters().get(LEDGER), true)) {
            ledger.write(line.getBytes(StandardCharsets.UTF_8));
        }
    }
}
