package io.duestream.tracker.topology;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.TaskId;

/**
 * What each stream thread must know to poll no longer than it may and to commit neither too often nor too late. A wake, an
 * emit, a poll and a commit of a task all happen on the same thread.
 */
public final class StreamThreads {
    private static final long QUICK_NANOS = Duration.ofMillis(5).toNanos();
    private static final long LOADED_NANOS = Duration.ofMillis(50).toNanos();
    private static final int FEW = 200;
    /** Times what a commit takes that a thread works before the next one. */
    private static final int WORTH = 2;

    private final LongSupplier nanos;
    private final SteadyTime time;
    private final ThreadLocal<State> states;

    /** Threads that go by the system's clock. */
    public StreamThreads() {
        this(new SteadyTime(Clock.systemUTC()));
    }

    /** Threads that go by a clock, of which Streams sees only that it goes forward. */
    public StreamThreads(SteadyTime time) {
        this(System::nanoTime, time);
    }

    StreamThreads(LongSupplier nanos, SteadyTime time) {
        this.nanos = nanos;
        this.time = time;
        this.states = ThreadLocal.withInitial(() -> new State(nanos.getAsLong()));
    }

    /** What the clock says when Streams' time is {@code streamsMillis}. */
    long clockAt(long streamsMillis) {
        return time.clockAt(streamsMillis);
    }

    /** Time that only moves forward, whatever the clock is set to; in nanoseconds, from no point in particular. */
    long nanos() {
        return nanos.getAsLong();
    }

    /** This thread polls that consumer. */
    void polls(Consumer<?, ?> consumer) {
        states.get().consumer = consumer;
    }

    /** Whether this thread has fetched all that its consumer may read of some partitions, as far as brokers have told. */
    boolean allFetched(Collection<TopicPartition> partitions) {
        Consumer<?, ?> consumer = states.get().consumer;
        return consumer != null
                && partitions.stream()
                        .allMatch(each -> consumer.assignment().contains(each)
                                && consumer.currentLag(each).orElse(Long.MAX_VALUE) == 0);
    }

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
        commitIfTime(state, nanos.getAsLong());
    }

    /** What was emitted is being sent off, the first step of a commit. */
    void committing() {
        State state = states.get();
        if (!state.committing) {
            state.committing = true;
            state.committingNanos = nanos.getAsLong();
        }
    }

    /** A transaction was given up; what it cost says nothing. */
    void aborted() {
        states.get().committing = false;
        committed();
    }

    void committed() {
        State state = states.get();
        if (state.committing) {
            state.committing = false;
            state.costBefore = state.cost;
            state.cost = nanos.getAsLong() - state.committingNanos;
        }
        state.emitted = 0;
        state.requestCommit = null;
        state.committedNanos = nanos.getAsLong();
    }

    /** How long a poll may last that Streams wants to last {@code asked}. */
    Duration pollAtMost(Duration asked) {
        State state = states.get();
        long nowMillis = time.clockMillis();
        long limit = asked.toMillis();
        for (long wake : state.wakes.values()) {
            limit = Math.min(limit, Math.max(0, wake - nowMillis));
        }
        if (state.requestCommit != null) {
            long now = nanos.getAsLong();
            commitIfTime(state, now);
            // A pending emit is committed after this poll, so the poll must not wait for more records than come by
            // then.
            limit = Math.min(limit, Math.max(0, (state.pause() - (now - state.committedNanos)) / 1_000_000));
        }
        return Duration.ofMillis(limit);
    }

    private static void commitIfTime(State state, long now) {
        if (now - state.committedNanos >= state.pause()) {
            state.requestCommit.run();
        }
    }

    private static final class State {
        private final Map<TaskId, Long> wakes = new HashMap<>();
        private long committedNanos;
        private boolean committing;
        private long committingNanos;
        private long cost;
        private long costBefore;
        private int emitted;
        private Runnable requestCommit;
        private Consumer<?, ?> consumer;

        State(long nanos) {
            this.committedNanos = nanos - QUICK_NANOS;
        }

        /**
         * From one commit to the next: short while little is emitted, longer under load, as each commit has its price. On
         * slow or busy brokers little is emitted because the thread waits for its commits; then quick ones make it worse.
         * So a pause lasts twice as long as commits do; of two, the shorter one counts, since one alone may be chance.
         */
        long pause() {
            long quick = Math.max(QUICK_NANOS, WORTH * Math.min(cost, costBefore));
            return emitted < FEW ? Math.min(quick, LOADED_NANOS) : LOADED_NANOS;
        }
    }
}
