package io.duestream.specs;

import io.duestream.executor.JobContext;
import io.duestream.executor.JobRunner;
import io.duestream.executor.RunResult;
import io.duestream.job.Token;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts how often each attempt was run, over all executors that share it. */
final class RunCounts implements JobRunner {
    private final Map<Token, Integer> runs = new ConcurrentHashMap<>();
    private final JobRunner then;

    RunCounts(JobRunner then) {
        this.then = then;
    }

    @Override
    public RunResult run(JobContext context) throws Exception {
        runs.merge(context.token(), 1, Integer::sum);
        return then.run(context);
    }

    Map<Token, Integer> byToken() {
        return Map.copyOf(runs);
    }

    int attempts() {
        return runs.size();
    }
}
