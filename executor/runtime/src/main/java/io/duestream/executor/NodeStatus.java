package io.duestream.executor;

import io.duestream.cluster.NodeInfo;
import io.duestream.executor.node.ProcessLoad;
import io.duestream.job.Result;
import io.duestream.record.NodeReport;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How this node does. Thread-safe. */
final class NodeStatus implements Supplier<NodeReport> {
    private final NodeInfo node;
    private final String subscribed;
    private final RunRegistry registry;
    private final RunCounters counters;
    private final LongSupplier stored;
    private final InstantSource clock;
    private volatile boolean draining;

    NodeStatus(
            NodeInfo node,
            String subscribed,
            RunRegistry registry,
            RunCounters counters,
            LongSupplier stored,
            InstantSource clock) {
        this.node = node;
        this.subscribed = subscribed;
        this.registry = registry;
        this.counters = counters;
        this.stored = stored;
        this.clock = clock;
    }

    /** From now on the node takes no new work. */
    void drain() {
        draining = true;
    }

    @Override
    public NodeReport get() {
        ProcessLoad load = ProcessLoad.now();
        return new NodeReport(
                node.id(),
                node.role().label(),
                node.group(),
                clock.instant(),
                node.threads(),
                registry.size(),
                counters.startedRuns(),
                counters.endedRuns(Result.SUCCESS),
                counters.endedRuns(Result.FAILED),
                counters.endedRuns(Result.LATER),
                counters.endedRuns(Result.EXCEPTION),
                stored.getAsLong(),
                load.cpu(),
                load.heapUsed(),
                load.heapMax(),
                draining,
                draining ? List.of() : List.of(subscribed));
    }
}
