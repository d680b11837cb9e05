package io.duestream.tracker.topology;

import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.job.JobKey;
import io.duestream.record.WalkInput;
import io.duestream.record.report.DoubtReason;
import io.duestream.tracker.core.Attempt;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.core.ShardState;
import io.duestream.tracker.core.StoredJob;
import io.duestream.tracker.store.JobStore;
import io.duestream.tracker.store.Marks;
import io.duestream.tracker.store.TimerStore;
import io.duestream.tracker.topology.AuditTrail.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks over all jobs, slowly and for ever. It doubts attempts that no executor ever saw, puts right index rows, and
 * writes long-lived jobs whole to the audit topic again, so that the log can be folded from any point.
 */
final class Walker {
    private static final Logger LOG = LoggerFactory.getLogger(Walker.class);
    private static final int STEP = 50;
    private static final Duration MOST = Duration.ofMillis(20);
    private static final Duration MARK_EVERY = Duration.ofMinutes(1);

    /** How seldom an idle task walks: each step commits a transaction. */
    static final Duration IDLE = Duration.ofMinutes(10);

    private final TrackerScope.Pace pace;
    private final JobStore jobs;
    private final TimerStore timers;
    private final Rooms rooms;
    private final Runs runs;
    private final Marks marks;
    private final Deciding deciding;
    private final TurnClock clock;
    private Optional<JobKey> cursor;
    private Instant walkedAt;
    private Instant markedAt;

    Walker(TrackerScope.Pace pace, Deciding.Views views, Marks marks, Deciding deciding, TurnClock clock, Instant now) {
        this.pace = pace;
        this.jobs = views.jobs();
        this.timers = views.timers();
        this.rooms = views.rooms();
        this.runs = views.runs();
        this.marks = marks;
        this.deciding = deciding;
        this.clock = clock;
        this.cursor = marks.walkedTo();
        this.walkedAt = now;
        this.markedAt = now;
    }

    /** A step, if it is time for one while there is other work to commit. */
    void besideWork(Instant now) {
        if (passed(walkedAt, now, pace.walkEvery())) {
            walk(now);
        }
    }

    /** A step, if the task has long been idle; the time of the next such step. */
    Instant turn(Instant now) {
        if (passed(walkedAt, now, IDLE)) {
            walk(now);
        }
        return walkedAt.plus(IDLE);
    }

    /** A clock that was set back counts as time that passed, or nothing would be walked until it has caught up. */
    private static boolean passed(Instant since, Instant now, Duration span) {
        return now.isBefore(since) || Duration.between(since, now).compareTo(span) >= 0;
    }

    private void walk(Instant now) {
        walkedAt = now;
        BooleanSupplier over = clock.begin(MOST);
        List<JobKey> keys = jobs.keysAfter(cursor, STEP);
        Iterator<JobKey> each = keys.iterator();
        boolean inTime = true;
        while (each.hasNext() && inTime) {
            JobKey key = each.next();
            look(key, now);
            cursor = Optional.of(key);
            inTime = !over.getAsBoolean();
        }
        if (keys.size() < STEP && !each.hasNext()) {
            cursor = Optional.empty();
        }
        if (passed(markedAt, now, MARK_EVERY)) {
            markedAt = now;
            marks.walkedTo(cursor);
        }
    }

    private void look(JobKey key, Instant now) {
        try {
            Optional<StoredJob> stored = jobs.inPassing(key);
            if (stored.isPresent()) {
                repair(key, stored.get());
                carry(key, stored.get(), now);
                doubtUnseen(key, stored.get(), now);
            }
        } catch (PlanFailedException | MalformedRecordException | UnknownSchemaException e) {
            LOG.error("the walker cannot look after job {}; it goes on with the next", key, e);
        }
    }

    private void repair(JobKey key, StoredJob stored) {
        Plans.timer(key, stored).filter(timer -> !timers.has(timer)).ifPresent(timer -> {
            LOG.warn("job {} had no timer row for {}; it is put back", key, timer.wakeAt());
            timers.add(timer);
        });
        for (ReadyShard shard : stored.job().ready()) {
            if (rooms.repair(key, shard)) {
                LOG.warn("{} of job {} had no row in the queue of its group; it is put back", shard, key);
            }
        }
        int missing = runs.repair(key, stored.job());
        if (missing > 0) {
            LOG.warn("{} running attempts of job {} had no row for their node; it is put back", missing, key);
        }
    }

    private void carry(JobKey key, StoredJob stored, Instant now) {
        if (Duration.between(stored.carriedAt(), now).compareTo(pace.carryAfter()) < 0) {
            return;
        }
        try {
            deciding.carry(key, stored, new WalkInput(), now);
        } catch (PlanFailedException e) {
            LOG.warn("job {} cannot be carried; the audit topic does not tell it whole", key, e);
        }
    }

    private void doubtUnseen(JobKey key, StoredJob stored, Instant now) {
        for (Fire fire : stored.job().fires()) {
            for (Shard shard : fire.shards()) {
                Optional<Attempt> unseen = shard.attempt()
                        .filter(attempt -> shard.state() == ShardState.QUEUED)
                        .filter(attempt -> now.isAfter(attempt.startBy().plus(pace.unseenAfter())));
                if (unseen.isPresent()) {
                    Input suspected = new Input.Suspected(
                            fire.number(), shard.index(), unseen.get().token(), DoubtReason.UNSEEN);
                    deciding.decide(key, suspected, Cause.of(new WalkInput()), now);
                }
            }
        }
    }
}
