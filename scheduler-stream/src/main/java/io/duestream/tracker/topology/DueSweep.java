package io.duestream.tracker.topology;

import io.duestream.record.TimerInput;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.StoredJob;
import io.duestream.tracker.store.JobStore;
import io.duestream.tracker.store.Marks;
import io.duestream.tracker.store.TimerStore;
import io.duestream.tracker.store.TimerStore.Timer;
import io.duestream.tracker.topology.AuditTrail.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets jobs act whose wake time has come: bounded in each turn, so that commands and feedback are never kept waiting. */
final class DueSweep {
    private static final Logger LOG = LoggerFactory.getLogger(DueSweep.class);
    private static final int MOST_JOBS = 500;
    private static final long MOST_NANOS = Duration.ofMillis(50).toNanos();
    private static final Duration MARK_EVERY = Duration.ofMinutes(1);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final JobStore jobs;
    private final TimerStore timers;
    private final Marks marks;
    private final Deciding deciding;
    private Instant markedAt = Instant.EPOCH;

    DueSweep(Deciding.Views views, Marks marks, Deciding deciding) {
        this.jobs = views.jobs();
        this.timers = views.timers();
        this.marks = marks;
        this.deciding = deciding;
    }

    /** Sweeps what is due; the time of the next wake, if any job waits. */
    Optional<Instant> turn(Instant now) {
        long begun = System.nanoTime();
        List<Timer> due = timers.due(now, MOST_JOBS);
        for (Timer timer : due) {
            fire(timer, now);
            if (System.nanoTime() - begun > MOST_NANOS) {
                break;
            }
        }
        Optional<Instant> next = timers.earliest();
        if (!due.isEmpty() && Duration.between(markedAt, now).abs().compareTo(MARK_EVERY) >= 0) {
            markedAt = now;
            marks.put(Marks.TIMERS, timers.lowWater());
        }
        return next;
    }

    private void fire(Timer timer, Instant now) {
        Optional<StoredJob> stored = jobs.get(timer.key());
        if (!stored.flatMap(each -> Deciding.timer(timer.key(), each)).equals(Optional.of(timer))) {
            LOG.warn(
                    "job {} has a timer row for {} that it did not write; the row is dropped",
                    timer.key(),
                    timer.wakeAt());
            timers.remove(timer);
            return;
        }
        try {
            deciding.decide(timer.key(), new Input.Due(), Cause.of(new TimerInput()), now);
        } catch (PlanFailedException e) {
            // Nothing was written. The job is tried again later; it must not hold up the others.
            LOG.error("job {} could not act at {}; it is tried again in {}", timer.key(), now, AFTER_FAILURE, e);
            postpone(timer, stored.orElseThrow(), now.plus(AFTER_FAILURE));
        }
    }

    private void postpone(Timer timer, StoredJob stored, Instant until) {
        StoredJob later = new StoredJob(stored.sequence(), Optional.of(until), stored.carriedAt(), stored.job());
        jobs.prepare(timer.key(), Optional.of(stored), Optional.of(later)).run();
        timers.remove(timer);
        timers.add(new Timer(until, timer.priority(), timer.key()));
    }
}
