package io.duestream.executor.runners;

import io.duestream.executor.JobContext;
import io.duestream.executor.JobRunner;
import io.duestream.executor.RunResult;
import java.util.TreeMap;

/** Writes fire, parameters and payload to the business log and succeeds. */
public final class LogRunner implements JobRunner {
    @Override
    public RunResult run(JobContext context) {
        context.log()
                .info("fire " + context.fire() + " of " + context.key() + ", due " + context.dueAt() + ", shard "
                        + context.shard() + " of " + context.shards() + ", attempt " + context.attempt());
        new TreeMap<>(context.parameters())
                .forEach((name, value) -> context.log().info("parameter " + name + " = " + value));
        if (context.payload().length() > 0) {
            context.log().info("payload: " + context.payloadText());
        }
        return RunResult.success();
    }
}
