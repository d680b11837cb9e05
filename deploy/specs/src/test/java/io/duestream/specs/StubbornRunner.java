package io.duestream.specs;

import io.duestream.executor.JobContext;
import io.duestream.executor.JobRunner;
import io.duestream.executor.RunResult;

/** Says in the business log that it runs, and goes on for ever, whoever interrupts it. */
public final class StubbornRunner implements JobRunner {
    /** As the command line makes it. */
    public StubbornRunner() {}

    @Override
    public RunResult run(JobContext context) {
        context.log().info("listens to nobody");
        while (true) {
            try {
                Thread.sleep(1_000);
            } catch (InterruptedException e) {
                // It listens to nobody.
                Thread.interrupted();
            }
        }
    }
}
