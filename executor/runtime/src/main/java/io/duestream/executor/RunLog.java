package io.duestream.executor;

import io.duestream.executor.delivery.Delivery;
import io.duestream.executor.report.Cut;
import io.duestream.job.LogLevel;
import io.duestream.record.JobDispatch;
import io.duestream.record.LogLine;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Numbers the business log lines of one run. Thread-safe. */
final class RunLog implements BusinessLog {
    private final JobDispatch dispatch;
    private final String node;
    private final Supplier<LogLevel> threshold;
    private final InstantSource clock;
    private final Consumer<LogLine> sink;
    private long lines;

    RunLog(Delivery delivery, String node, Supplier<LogLevel> threshold, InstantSource clock, Consumer<LogLine> sink) {
        this.dispatch = delivery.dispatch();
        this.node = node;
        this.threshold = threshold;
        this.clock = clock;
        this.sink = sink;
    }

    @Override
    public void log(LogLevel level, String message) {
        if (level.compareTo(threshold.get()) < 0) {
            return;
        }
        sink.accept(next(level, message));
    }

    private synchronized LogLine next(LogLevel level, String message) {
        return new LogLine(
                dispatch.group(),
                dispatch.taskId(),
                dispatch.jobId(),
                dispatch.fire(),
                dispatch.shard(),
                dispatch.token(),
                node,
                ++lines,
                clock.instant(),
                level,
                Cut.to(Cut.TEXT, String.valueOf(message)));
    }
}
