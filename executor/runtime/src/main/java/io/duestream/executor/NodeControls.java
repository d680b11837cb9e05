package io.duestream.executor;

import io.duestream.record.NodeControl;
import io.duestream.record.control.InterruptRun;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is asked of this node. */
final class NodeControls implements Consumer<NodeControl> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeControls.class);

    private final RunRegistry registry;
    private final RunInterrupter interrupter;

    NodeControls(RunRegistry registry, RunInterrupter interrupter) {
        this.registry = registry;
        this.interrupter = interrupter;
    }

    @Override
    public void accept(NodeControl control) {
        if (control.body() instanceof InterruptRun order) {
            registry.find(order.jobId(), order.fire(), order.shard(), order.token())
                    .ifPresentOrElse(
                            run -> interrupter.interrupt(run, Interruption.asked(order.reason())),
                            () -> LOG.info(
                                    "nothing to interrupt: attempt {} of {}/{} does not run here any more",
                                    order.token(),
                                    order.group(),
                                    order.taskId()));
        } else {
            LOG.warn("this version does not do what {} asks of it: {}", control.sender(), control.body());
        }
    }
}
