package io.duestream.record;

import io.duestream.job.LogLevel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a node does, each second. Key: node id.
 *
 * @param node node id
 * @param role role
 * @param group node group; empty where the role has none
 * @param at on the node's clock
 * @param threads worker threads
 * @param busy busy worker threads
 * @param started runs begun since the start of the process
 * @param succeeded SUCCESS since the start
 * @param failed FAILED since the start
 * @param later LATER since the start
 * @param exceptions EXCEPTION since the start
 * @param storedRecords records in the fail store
 * @param cpuLoad load of the process, 0 to 1
 * @param heapUsed bytes of heap in use
 * @param heapMax bytes of heap at most
 * @param draining takes no new work
 * @param startedAt when the node started, on its clock
 * @param version version of Duestream it runs
 * @param heapAfterGc bytes of heap in use after the last garbage collection; empty before the first
 * @param heldBack why it takes no new work for the time being though it does not drain; empty if it does take
 * @param logLevel the lowest level of the business log that is kept; empty where the role has none
 * @param subscribed topics it consumes
 */
public record NodeReport(
        String node,
        String role,
        String group,
        Instant at,
        int threads,
        int busy,
        long started,
        long succeeded,
        long failed,
        long later,
        long exceptions,
        long storedRecords,
        Optional<Double> cpuLoad,
        long heapUsed,
        long heapMax,
        boolean draining,
        Instant startedAt,
        String version,
        Optional<Long> heapAfterGc,
        String heldBack,
        Optional<LogLevel> logLevel,
        List<String> subscribed) {
    /** Copies the collections. */
    public NodeReport {
        subscribed = List.copyOf(subscribed);
    }
}
