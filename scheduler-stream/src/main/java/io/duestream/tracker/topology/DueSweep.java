package io.duestream.tracker.topology;

import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.record.TimerInput;
import io.duestream.record.event.JobEvent;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.StoredJob;
import io.duestream.tracker.store.JobStore;
import io.duestream.tracker.store.TimerStore;
import io.duestream.tracker.store.TimerStore.Timer;
import io.duestream.tracker.topology.AuditTrail.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets jobs act whose wake time has come: bounded in each turn, so that commands and feedback are never kept waiting. */
final class DueSweep {
    private static final Logger LOG = LoggerFactory.getLogger(DueSweep.class);
    private static final int MOST_JOBS = 500;
    private static final int MOST_AHEAD = 200;
    private static final Duration MOST = Duration.ofMillis(50);
    private static final Duration MARK_EVERY = Duration.ofMinutes(1);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final JobStore jobs;
    private final TimerStore timers;
    private final Rooms rooms;
    private final Deciding deciding;
    private final TurnClock clock;
    private Instant markedAt = Instant.EPOCH;
    /** What came due before has been looked at ahead of its turn. */
    private Instant ahead = Instant.EPOCH;

    /** Groups of which something was left where it stands. */
    private final Set<String> waiting = new HashSet<>();

    DueSweep(Deciding.Views views, Deciding deciding, TurnClock clock) {
        this.jobs = views.jobs();
        this.timers = views.timers();
        this.rooms = views.rooms();
        this.deciding = deciding;
        this.clock = clock;
    }

    /** Sweeps what is due. Afterwards the timers know when the next job wakes. */
    void turn(Instant now) {
        BooleanSupplier over = clock.begin(MOST);
        List<Timer> due = timers.due(now, MOST_JOBS);
        for (Timer timer : due) {
            wake(timer, now);
            if (over.getAsBoolean()) {
                break;
            }
        }
        if (due.size() == MOST_JOBS) {
            lookAhead(due.get(MOST_JOBS - 1).wakeAt(), now);
        } else {
            waiting.clear();
        }
        timers.findEarliest();
        if (!due.isEmpty() && Duration.between(markedAt, now).abs().compareTo(MARK_EVERY) >= 0) {
            markedAt = now;
            timers.keepLowWater(now);
        }
    }

    /**
     * More is due than a turn can do: a group that has room does not wait behind what others have to do, which would only
     * join their queues. Each row is looked at once ahead of its turn. A group that could not go once keeps its order until
     * all that is due is done; what it has among the rows that are next may be passed.
     */
    private void lookAhead(Instant swept, Instant now) {
        List<Timer> later = timers.dueSince(ahead.isAfter(swept) ? ahead : swept.plusMillis(1), now, MOST_AHEAD);
        for (Timer timer : later) {
            String group = timer.key().group();
            if (waiting.contains(group) || rooms.backlog(group)) {
                waiting.add(group);
            } else {
                wake(timer, now);
            }
        }
        ahead = later.size() == MOST_AHEAD ? later.get(MOST_AHEAD - 1).wakeAt() : now.plusMillis(1);
    }

    /** Whatever happens, the row is gone from the past afterwards: one job must not keep the others from waking. */
    private void wake(Timer timer, Instant now) {
        Instant later = now.plus(AFTER_FAILURE);
        try {
            Optional<StoredJob> stored = jobs.get(timer.key());
            Optional<Timer> written = stored.flatMap(job -> Plans.timer(timer.key(), job));
            if (!written.equals(Optional.of(timer))) {
                dropStray(timer, written);
            } else {
                wake(timer, stored.orElseThrow(), now, later);
            }
        } catch (MalformedRecordException | UnknownSchemaException e) {
            LOG.error("the row of job {} cannot be read; it is tried again at {}", timer.key(), later, e);
            timers.remove(timer);
            timers.add(new Timer(later, timer.priority(), timer.key()));
        }
    }

    private void wake(Timer timer, StoredJob stored, Instant now, Instant later) {
        try {
            List<JobEvent> events = deciding.decide(timer.key(), new Input.Due(), Cause.of(new TimerInput()), now);
            if (!events.isEmpty()) {
                return;
            }
            LOG.error("job {} woke at {} and had nothing to do; it wakes again at {}", timer.key(), now, later);
        } catch (PlanFailedException e) {
            LOG.error("job {} could not act at {}; it is tried again at {}", timer.key(), now, later, e);
        }
        StoredJob postponed = new StoredJob(stored.sequence(), Optional.of(later), stored.carriedAt(), stored.job());
        jobs.prepare(timer.key(), Optional.of(stored), Optional.of(postponed)).run();
        timers.remove(timer);
        timers.add(new Timer(later, timer.priority(), timer.key()));
    }

    private void dropStray(Timer timer, Optional<Timer> written) {
        LOG.warn("job {} has a timer row for {} that it did not write; it is dropped", timer.key(), timer.wakeAt());
        timers.remove(timer);
        written.filter(own -> !timers.has(own)).ifPresent(timers::add);
    }
}
