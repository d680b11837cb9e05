package io.duestream.tracker.process;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small things that are done beside the stream threads, one after the other. One that fails does not end the others. */
final class Chores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

    private final ScheduledExecutorService executor;

    /** On one thread of that name. */
    Chores(String name) {
        executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Does something now and then, for the first time after the pause. */
    void each(Duration pause, Runnable chore) {
        executor.scheduleWithFixedDelay(() -> run(chore), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Does something as soon as it can be done. */
    void soon(Runnable chore) {
        try {
            executor.execute(() -> run(chore));
        } catch (RejectedExecutionException e) {
            LOG.debug("closed meanwhile", e);
        }
    }

    private static void run(Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException e) {
            LOG.error("a chore of the tracker failed; the others go on", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
