package io.duestream.tracker.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.TaskId;

/**
 * What each stream thread must know to poll no longer than it may and to commit neither too often nor too late. A wake, an
 * emit, a poll and a commit of a task all happen on the same thread.
 */
public final class StreamThreads {
    private static final long QUICK_NANOS = Duration.ofMillis(5).toNanos();
    private static final long LOADED_NANOS = Duration.ofMillis(50).toNanos();
    private static final int FEW = 200;

    private final ThreadLocal<State> states = ThreadLocal.withInitial(State::new);

    /** Lets polls of this thread end when a task wants to wake. */
    void arm(TaskId task, long wakeMillis) {
        states.get().wakes.put(task, wakeMillis);
    }

    /** Forgets the wake of a task. */
    void disarm(TaskId task) {
        states.get().wakes.remove(task);
    }

    /** A decision emitted something that others wait for; {@code requestCommit} asks Streams to commit soon. */
    void emitted(int records, Runnable requestCommit) {
        State state = states.get();
        state.emitted += records;
        state.requestCommit = requestCommit;
        commitIfTime(state, System.nanoTime());
    }

    void committed() {
        State state = states.get();
        state.emitted = 0;
        state.requestCommit = null;
        state.committedNanos = System.nanoTime();
    }

    /** How long a poll may last that Streams wants to last {@code asked}. */
    Duration pollAtMost(Duration asked, long nowMillis) {
        State state = states.get();
        long limit = asked.toMillis();
        for (long wake : state.wakes.values()) {
            limit = Math.min(limit, Math.max(0, wake - nowMillis));
        }
        if (state.requestCommit != null) {
            long nanos = System.nanoTime();
            commitIfTime(state, nanos);
            // A pending emit is committed after this poll, so the poll must not wait for more records than come by
            // then.
            limit = Math.min(limit, Math.max(0, (state.pause() - (nanos - state.committedNanos)) / 1_000_000));
        }
        return Duration.ofMillis(limit);
    }

    private static void commitIfTime(State state, long nanos) {
        if (nanos - state.committedNanos >= state.pause()) {
            state.requestCommit.run();
        }
    }

    private static final class State {
        private final Map<TaskId, Long> wakes = new HashMap<>();
        private long committedNanos = System.nanoTime() - QUICK_NANOS;
        private int emitted;
        private Runnable requestCommit;

        /** From one commit to the next: short while little is emitted, longer under load, as each commit has its price. */
        long pause() {
            return emitted < FEW ? QUICK_NANOS : LOADED_NANOS;
        }
    }
}
