package io.duestream.executor;

import io.duestream.executor.node.LoadLimit;
import io.duestream.node.ProcessLoad;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the load of the process and closes the gate while it is too high; to be run each second. */
final class GuardWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(GuardWatch.class);

    private final LoadLimit limit;
    private final Supplier<ProcessLoad> load;
    private final WorkGate gate;
    private final Runnable changed;
    private final Runnable collect;
    private final LongSupplier nanos;
    private LoadLimit.Verdict last = LoadLimit.Verdict.TAKE;

    /**
     * @param changed told that the gate stands otherwise than before
     * @param collect asks for a garbage collection
     * @param nanos time that only moves forward
     */
    GuardWatch(
            LoadLimit limit,
            Supplier<ProcessLoad> load,
            WorkGate gate,
            Runnable changed,
            Runnable collect,
            LongSupplier nanos) {
        this.limit = limit;
        this.load = load;
        this.gate = gate;
        this.changed = changed;
        this.collect = collect;
        this.nanos = nanos;
    }

    @Override
    public void run() {
        try {
            look();
        } catch (RuntimeException e) {
            // Thrown on, it would end the schedule, and a gate that is closed would stay so.
            LOG.error("the load of the process could not be looked at; trying again in a second", e);
        }
    }

    private void look() {
        LoadLimit.Verdict now = limit.look(load.get(), nanos.getAsLong());
        if (!now.heldBack().isEmpty() && last.heldBack().isEmpty()) {
            LOG.warn("nothing new is taken for the time being: {}", now.heldBack());
        } else if (now.heldBack().isEmpty() && !last.heldBack().isEmpty()) {
            LOG.info("work is taken again");
        }
        if (now.handOver() && !last.handOver()) {
            LOG.warn("what has not begun here is handed over, for it lasts: {}", now.heldBack());
        }
        if (!now.heldBack().equals(last.heldBack()) || now.handOver() != last.handOver()) {
            gate.hold(now.heldBack(), now.handOver());
            changed.run();
        }
        last = now;
        if (now.collect()) {
            collect.run();
        }
    }
}
