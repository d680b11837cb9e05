package io.duestream.tracker.simulation;

import io.duestream.job.JobKey;
import io.duestream.tracker.core.CoreSettings;
import io.duestream.tracker.core.Decision;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.JobLifecycle;
import io.duestream.tracker.core.LossLimit;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.core.StoredJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The rules that a run obeys, each replaceable by a wrong one: only what catches a mistake is a test. */
interface Rules {
    /** Settings under which everything that can happen happens within minutes. */
    CoreSettings SETTINGS = new CoreSettings(
            Duration.ofSeconds(60),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            new LossLimit(3, Duration.ofSeconds(5)));

    /** The rules as they are. */
    static Rules production() {
        return new JobLifecycle(SETTINGS)::decide;
    }

    /** What an input does. */
    Decision decide(JobKey key, Optional<Job> before, Input input, Instant now);

    /** Whether executors let alone what asks for it. */
    default boolean heedsAlone() {
        return true;
    }

    /** The timer row of a job. */
    default Optional<Instant> timer(Job job) {
        return job.wakeAt();
    }

    /** The shards of a job that wait for room. */
    default List<ReadyShard> ready(Job job) {
        return job.ready();
    }

    /** Who is next among those of a group that wait. */
    default Comparator<Waiting> order() {
        return Waiting.ORDER;
    }

    /** How much a task may have out under a limit. */
    default int limit(int limit) {
        return limit;
    }

    /** What the store is given of a row. */
    default StoredJob stored(StoredJob row) {
        return row;
    }

    /** The number of the next decision of a job. */
    default long sequence(long last) {
        return last + 1;
    }

    /** What a commit writes of the dispatches of its transaction. */
    default List<Dispatched> committed(List<Dispatched> dispatches) {
        return dispatches;
    }

    /** What a crash leaves of the dispatches of its transaction. */
    default List<Dispatched> crashed(List<Dispatched> dispatches) {
        return List.of();
    }
}
