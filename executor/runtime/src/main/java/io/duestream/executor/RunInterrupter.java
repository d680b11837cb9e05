package io.duestream.executor;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Interrupts runs, now or when their time is over, and calls the hooks of their runners. Thread-safe. */
final class RunInterrupter {
    private static final Logger LOG = LoggerFactory.getLogger(RunInterrupter.class);

    private final ScheduledExecutorService timer;
    private final Executor hooks;

    /**
     * @param timer for run timeouts
     * @param hooks where runners' hooks run, which may take their time
     */
    RunInterrupter(ScheduledExecutorService timer, Executor hooks) {
        this.timer = timer;
        this.hooks = hooks;
    }

    /** Interrupts a run, unless it has ended or was interrupted before. */
    void interrupt(Run run, Interruption why) {
        run.interrupt(why).ifPresent(hook -> {
            LOG.info("{} {}", run.delivery().dispatch().key(), why.message());
            hooks.execute(() -> call(run, hook));
        });
    }

    private static void call(Run run, Runnable hook) {
        try {
            hook.run();
        } catch (RuntimeException e) {
            LOG.warn(
                    "the interrupt hook of {} failed", run.delivery().dispatch().key(), e);
        }
    }

    /** Interrupts a run when {@code limit} is over, unless the answer is cancelled before. */
    Optional<Future<?>> limit(Run run, Optional<Duration> limit) {
        return limit.map(time -> timer.schedule(
                () -> interrupt(run, Interruption.timedOut(time)), time.toMillis(), TimeUnit.MILLISECONDS));
    }
}
