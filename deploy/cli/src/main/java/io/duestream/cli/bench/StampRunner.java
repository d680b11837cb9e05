package io.duestream.cli.bench;

import io.duestream.executor.JobContext;
import io.duestream.executor.JobRunner;
import io.duestream.executor.RunResult;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Succeeds, at once or after a time, and says when it began: the contract's times are milliseconds. */
public final class StampRunner implements JobRunner {
    /** The type of jobs that it runs. */
    static final String TYPE = "stamp";
    /** Parameter: how long a job takes. */
    static final String MILLIS = "millis";
    /** System property: how many times slower this process is than others. */
    static final String SLOWER = "duestream.bench.slower";

    private static final String PREFIX = "us ";

    private final int slower = Integer.getInteger(SLOWER, 1);

    /** Made by name. */
    public StampRunner() {}

    @Override
    public RunResult run(JobContext context) throws InterruptedException {
        long began = Round.micros(Instant.now());
        String millis = context.parameters().get(MILLIS);
        if (millis != null) {
            TimeUnit.MILLISECONDS.sleep(Long.parseLong(millis) * slower);
        }
        return RunResult.success(PREFIX + began);
    }

    static boolean isStamp(String message) {
        return message.startsWith(PREFIX);
    }

    static long micros(String message) {
        return Long.parseLong(message, PREFIX.length(), message.length(), 10);
    }
}
