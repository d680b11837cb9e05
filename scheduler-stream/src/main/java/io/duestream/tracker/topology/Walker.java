package io.duestream.tracker.topology;

import io.duestream.job.JobKey;
import io.duestream.record.WalkInput;
import io.duestream.record.event.JobCarried;
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
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks over all jobs, slowly and for ever. It doubts attempts that no executor ever saw, puts right index rows, and
 * writes long-lived jobs whole to the audit topic again, so that the log can be folded from any point.
 */
final class Walker {
    private static final Logger LOG = LoggerFactory.getLogger(Walker.class);
    private static final int STEP = 50;

    /** How seldom an idle task walks: each step commits a transaction. */
    static final Duration IDLE = Duration.ofMinutes(10);

    private final TrackerScope.Pace pace;
    private final JobStore jobs;
    private final TimerStore timers;
    private final Rooms rooms;
    private final Marks marks;
    private final Deciding deciding;
    private Optional<Bytes> cursor;
    private Instant walkedAt;

    Walker(TrackerScope.Pace pace, Deciding.Views views, Marks marks, Deciding deciding, Instant now) {
        this.pace = pace;
        this.jobs = views.jobs();
        this.timers = views.timers();
        this.rooms = views.rooms();
        this.marks = marks;
        this.deciding = deciding;
        this.cursor = marks.get(Marks.WALKER);
        this.walkedAt = now;
    }

    /** A step, if it is time for one while there is other work to commit. */
    void besideWork(Instant now) {
        if (Duration.between(walkedAt, now).compareTo(pace.walkEvery()) >= 0) {
            walk(now);
        }
    }

    /** A step, if the task has long been idle; the time of the next such step. */
    Optional<Instant> turn(Instant now) {
        if (!deciding.catchingUp() && Duration.between(walkedAt, now).compareTo(IDLE) >= 0) {
            walk(now);
        }
        return Optional.of(walkedAt.plus(IDLE));
    }

    private void walk(Instant now) {
        walkedAt = now;
        cursor = jobs.walk(cursor, STEP, (key, stored) -> look(key, stored, now));
        marks.put(Marks.WALKER, cursor.orElse(null));
    }

    private void look(JobKey key, StoredJob stored, Instant now) {
        try {
            repair(key, stored);
            carry(key, stored, now);
            doubtUnseen(key, stored, now);
        } catch (PlanFailedException e) {
            LOG.error("the walker cannot look after job {}; it goes on with the next", key, e);
        }
    }

    private void repair(JobKey key, StoredJob stored) {
        Deciding.timer(key, stored).filter(timer -> !timers.has(timer)).ifPresent(timer -> {
            LOG.warn("job {} had no timer row for {}; it is put back", key, timer.wakeAt());
            timers.add(timer);
        });
        for (ReadyShard shard : stored.job().ready()) {
            rooms.repair(key, shard);
        }
    }

    private void carry(JobKey key, StoredJob stored, Instant now) {
        if (Duration.between(stored.carriedAt(), now).compareTo(pace.carryAfter()) < 0) {
            return;
        }
        StoredJob carried = new StoredJob(stored.sequence() + 1, stored.wakeAt(), now, stored.job());
        JobCarried event = new JobCarried(io.duestream.job.Bytes.of(JobStore.encodeWhole(carried)));
        deciding.stateAboutJob(key, stored, carried, event, new WalkInput(), now);
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
