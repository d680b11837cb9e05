package io.duestream.record;

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
        List<String> subscribed) {
    /** Copies the collections. */
    public NodeReport {
        subscribed = List.copyOf(subscribed);
    }
}
