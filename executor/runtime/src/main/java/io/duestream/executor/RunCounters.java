package io.duestream.executor;

import io.duestream.job.Result;
import io.duestream.node.NodeWork;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts runs since the start of the executor. Thread-safe. */
final class RunCounters {
    private final AtomicLong started = new AtomicLong();
    private final AtomicLongArray ended = new AtomicLongArray(Result.values().length);

    void started() {
        started.incrementAndGet();
    }

    void ended(Result result) {
        ended.incrementAndGet(result.ordinal());
    }

    NodeWork.Results results() {
        return new NodeWork.Results(
                started.get(),
                endedRuns(Result.SUCCESS),
                endedRuns(Result.FAILED),
                endedRuns(Result.LATER),
                endedRuns(Result.EXCEPTION));
    }

    private long endedRuns(Result result) {
        return ended.get(result.ordinal());
    }
}
