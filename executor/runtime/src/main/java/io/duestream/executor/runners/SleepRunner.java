package io.duestream.executor.runners;

import io.duestream.executor.JobContext;
import io.duestream.executor.JobRunner;
import io.duestream.executor.RunResult;

/** Sleeps for the milliseconds in the parameter {@value #MILLIS} (default 1,000) and succeeds; can be interrupted. */
public final class SleepRunner implements JobRunner {
    /** Name of the parameter. */
    public static final String MILLIS = "millis";

    private static final String DEFAULT_MILLIS = "1000";

    @Override
    public RunResult run(JobContext context) throws InterruptedException {
        String text = context.parameter(MILLIS).orElse(DEFAULT_MILLIS);
        long millis;
        try {
            millis = Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            return refuse(text);
        }
        if (millis < 0) {
            return refuse(text);
        }
        Thread.sleep(millis);
        return RunResult.success("slept " + millis + " ms");
    }

    private static RunResult refuse(String text) {
        return RunResult.failed(
                "parameter " + MILLIS + " is '" + text + "'; expected a whole number of milliseconds, 0 or more");
    }
}
