package io.duestream.executor;

import io.duestream.cluster.NodeInfo;
import io.duestream.job.LogLevel;
import io.duestream.node.NodeWork;
import io.duestream.node.ProcessLoad;
import io.duestream.node.ReportingNode;
import io.duestream.record.NodeReport;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How this node does. Thread-safe. */
final class NodeStatus implements Supplier<NodeReport> {
    private final NodeInfo node;
    private final ReportingNode reporting;
    private final String subscribed;
    private final RunRegistry registry;
    private final RunCounters counters;
    private final LongSupplier stored;
    private final LogLevel logLevel;
    private final InstantSource clock;
    private volatile boolean draining;

    NodeStatus(
            NodeInfo node,
            String subscribed,
            RunRegistry registry,
            RunCounters counters,
            LongSupplier stored,
            LogLevel logLevel,
            InstantSource clock) {
        this.node = node;
        this.reporting = node.reporting();
        this.subscribed = subscribed;
        this.registry = registry;
        this.counters = counters;
        this.stored = stored;
        this.logLevel = logLevel;
        this.clock = clock;
    }

    /** From now on the node takes no new work. */
    void drain() {
        draining = true;
    }

    @Override
    public NodeReport get() {
        NodeWork work = new NodeWork(
                node.threads(),
                registry.size(),
                counters.results(),
                stored.getAsLong(),
                draining,
                "",
                Optional.of(logLevel),
                draining ? List.of() : List.of(subscribed));
        return reporting.report(clock.instant(), work, ProcessLoad.now());
    }
}
