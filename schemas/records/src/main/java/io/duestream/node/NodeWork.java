package io.duestream.node;

import io.duestream.job.LogLevel;
import java.util.List;
import java.util.Optional;

/**
 * What a node has to do and has done since its start.
 *
 * @param threads worker threads; 0 where the role has none
 * @param busy busy worker threads
 * @param results runs since the start
 * @param storedRecords records in the fail store
 * @param draining whether it takes no new work until it is told to, or ever
 * @param heldBack why it takes no new work for the time being; empty if it does
 * @param logLevel the lowest level of the business log that is kept; empty where the role has none
 * @param subscribed topics it consumes
 */
public record NodeWork(
        int threads,
        int busy,
        Results results,
        long storedRecords,
        boolean draining,
        String heldBack,
        Optional<LogLevel> logLevel,
        List<String> subscribed) {
    /** Copies the list. */
    public NodeWork {
        subscribed = List.copyOf(subscribed);
    }

    /**
     * Runs since the start.
     *
     * @param started begun
     * @param succeeded SUCCESS
     * @param failed FAILED
     * @param later LATER
     * @param exceptions EXCEPTION
     */
    public record Results(long started, long succeeded, long failed, long later, long exceptions) {
        /** Of a node that runs no jobs. */
        public static final Results NONE = new Results(0, 0, 0, 0, 0);
    }

    /** Of a node that runs no jobs and consumes topics with its threads. */
    public static NodeWork consuming(int threads, List<String> topics) {
        return new NodeWork(threads, 0, Results.NONE, 0, false, "", Optional.empty(), topics);
    }

    /** The same of a node that is about to end. */
    public NodeWork ending() {
        return new NodeWork(threads, busy, results, storedRecords, true, heldBack, logLevel, List.of());
    }
}
