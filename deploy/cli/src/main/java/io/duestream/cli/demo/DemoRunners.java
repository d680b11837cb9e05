package io.duestream.cli.demo;

import io.duestream.executor.JobContext;
import io.duestream.executor.JobRunner;
import io.duestream.executor.RunResult;
import java.util.Map;

/** What the executors of the demo can run, by type. */
final class DemoRunners {
    static final String GREET = "greet";
    static final String FLAKY = "flaky";
    static final String SLOW = "slow";
    static final String BUSY = "busy";
    static final String BROKEN = "broken";
    static final String PART = "part";

    private static final long FOR_LONG_MILLIS = 60_000;

    private DemoRunners() {}

    static Map<String, JobRunner> byType() {
        return Map.of(
                GREET,
                context -> RunResult.success("hello from fire " + context.fire()),
                FLAKY,
                DemoRunners::flaky,
                SLOW,
                DemoRunners::slow,
                BUSY,
                context -> context.retry() == 0 ? RunResult.later("not now") : RunResult.success(),
                BROKEN,
                context -> RunResult.failed("there is no such customer"),
                PART,
                context -> RunResult.success("did part " + context.shardParameter()));
    }

    private static RunResult flaky(JobContext context) {
        if (context.retry() < 2) {
            throw new IllegalStateException("no connection, try " + (context.retry() + 1));
        }
        return RunResult.success("connected");
    }

    private static RunResult slow(JobContext context) throws InterruptedException {
        context.log().info("this takes longer than it may");
        Thread.sleep(FOR_LONG_MILLIS);
        return RunResult.success();
    }
}
