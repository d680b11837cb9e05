package io.duestream.executor;

import io.duestream.record.NodeControl;
import io.duestream.record.control.ChangeLogLevel;
import io.duestream.record.control.ChangeThreads;
import io.duestream.record.control.Control;
import io.duestream.record.control.DrainNode;
import io.duestream.record.control.InterruptRun;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is asked of this node. */
final class NodeControls implements Consumer<NodeControl> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeControls.class);

    private final RunRegistry registry;
    private final RunInterrupter interrupter;
    private final NodeActions actions;

    NodeControls(RunRegistry registry, RunInterrupter interrupter, NodeActions actions) {
        this.registry = registry;
        this.interrupter = interrupter;
        this.actions = actions;
    }

    @Override
    public void accept(NodeControl control) {
        Control body = control.body();
        if (body instanceof InterruptRun order) {
            interrupt(order);
        } else if (body instanceof DrainNode order) {
            LOG.info("{} asks this node to {}", control.sender(), order.drain() ? "drain" : "take work again");
            actions.drain(order.drain());
        } else if (body instanceof ChangeThreads order) {
            changeThreads(control.sender(), order.threads());
        } else if (body instanceof ChangeLogLevel order) {
            LOG.info("{} asks for the business log from {} on", control.sender(), order.level());
            actions.changeLogLevel(order.level());
        }
    }

    private void interrupt(InterruptRun order) {
        registry.find(order.jobId(), order.fire(), order.shard(), order.token())
                .ifPresentOrElse(
                        run -> interrupter.interrupt(run, Interruption.asked(order.reason())),
                        () -> LOG.info(
                                "nothing to interrupt: attempt {} of {}/{} does not run here any more",
                                order.token(),
                                order.group(),
                                order.taskId()));
    }

    private void changeThreads(String sender, int threads) {
        if (threads < 1 || threads > ExecutorSettings.MAX_THREADS) {
            LOG.warn(
                    "{} asks for {} threads, which is left undone; 1 to {} are possible, and a node that is to do"
                            + " nothing is drained",
                    sender,
                    threads,
                    ExecutorSettings.MAX_THREADS);
            return;
        }
        LOG.info("{} asks for {} threads", sender, threads);
        actions.changeThreads(threads);
    }
}
