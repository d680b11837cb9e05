package io.duestream.executor.runners;

import io.duestream.executor.JobContext;
import io.duestream.executor.JobRunner;
import io.duestream.executor.RunResult;

/** Does nothing and succeeds. */
public final class NoopRunner implements JobRunner {
    @Override
    public RunResult run(JobContext context) {
        return RunResult.success();
    }
}
