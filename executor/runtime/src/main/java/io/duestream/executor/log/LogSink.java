package io.duestream.executor.log;

import io.duestream.record.LogLine;

/**
 * Takes lines of the business log, besides the topic that always has them. Each sink has a thread of its own and a bounded
 * queue before it: one that is slow or fails loses lines, which are counted and told in the executor's log, and holds up
 * neither runs nor other sinks.
 */
@FunctionalInterface
public interface LogSink {
    /**
     * Takes a line. Called by one thread, the lines of a run in their order.
     *
     * @throws Exception if it cannot; the line is counted as lost here, the next one is tried
     */
    void write(LogLine line) throws Exception;

    /**
     * Lets go, after the last line, on the thread that wrote. Interrupted when it takes longer than seconds.
     *
     * @throws Exception if that fails, which is logged
     */
    default void close() throws Exception {}
}
