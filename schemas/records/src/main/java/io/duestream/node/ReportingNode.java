package io.duestream.node;

import io.duestream.record.NodeReport;
import java.time.Instant;

/**
 * A node that tells of itself.
 *
 * @param id node id, unique for each start of a process
 * @param role label of its role
 * @param group node group; empty where the role has none
 * @param version version of Duestream it runs
 * @param startedAt when it started
 */
public record ReportingNode(String id, String role, String group, String version, Instant startedAt) {
    /**
     * How the node does.
     *
     * @param at on its clock
     * @param work what it has to do
     * @param load what its process uses
     */
    public NodeReport report(Instant at, NodeWork work, ProcessLoad load) {
        return new NodeReport(
                id,
                role,
                group,
                at,
                work.threads(),
                work.busy(),
                work.results().started(),
                work.results().succeeded(),
                work.results().failed(),
                work.results().later(),
                work.results().exceptions(),
                work.storedRecords(),
                load.cpu(),
                load.heapUsed(),
                load.heapMax(),
                work.draining(),
                startedAt,
                version,
                load.afterGc().map(ProcessLoad.AfterGc::heapUsed),
                work.heldBack(),
                work.logLevel(),
                work.subscribed());
    }
}
