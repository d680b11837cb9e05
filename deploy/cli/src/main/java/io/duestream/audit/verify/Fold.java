package io.duestream.audit.verify;

import io.duestream.audit.verify.LiveJob.Plan;
import io.duestream.job.JobDefinition;
import io.duestream.job.Lease;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.DefinitionCause;
import io.duestream.record.event.DefinitionChanged;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.FireReleased;
import io.duestream.record.event.FiresSkipped;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobCancelled;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobPaused;
import io.duestream.record.event.JobResumed;
import io.duestream.record.event.RetryScheduled;
import io.duestream.record.event.ShardEnded;
import io.duestream.record.event.ShardReadied;
import java.util.Optional;

/**
 * What events do to a job. It believes each event, also one that should not have been: so a violation is told once, and
 * not again for all that follows from it.
 */
final class Fold {
    private Fold() {}

    static void apply(LiveJob job, JobEvent event) {
        if (event instanceof FireOpened e) {
            open(job, e);
        } else if (event instanceof AttemptDispatched e) {
            job.handedOut(e.token().attempts());
            job.shard(e.fire(), e.shard()).ifPresent(shard -> shard.dispatched(e.attempt(), new Lease(e.token(), 0)));
        } else if (event instanceof AttemptStarted e) {
            job.shard(e.fire(), e.shard())
                    .filter(shard -> shard.state() == OpenShard.State.OUT)
                    .ifPresent(shard -> shard.started(new Lease(e.token(), e.generation())));
        } else if (event instanceof AttemptEnded e) {
            job.shard(e.fire(), e.shard()).ifPresent(OpenShard::attemptEnded);
        } else if (event instanceof ShardEnded e) {
            job.shard(e.fire(), e.shard()).ifPresent(OpenShard::ended);
        } else if (event instanceof FireEnded e) {
            job.fires().removeIf(fire -> fire.number() == e.fire());
            liftFence(job);
        } else if (event instanceof RetryScheduled e) {
            job.shard(e.fire(), e.shard()).ifPresent(shard -> shard.backsOff(e.retryAt()));
        } else if (event instanceof ShardReadied e) {
            job.shard(e.fire(), e.shard()).ifPresent(OpenShard::waits);
        } else if (event instanceof FireReleased e) {
            job.fire(e.fire()).ifPresent(OpenFire::released);
        } else {
            applyToJob(job, event);
        }
    }

    private static void applyToJob(LiveJob job, JobEvent event) {
        if (event instanceof JobAccepted e) {
            JobDefinition definition = e.definition().value();
            job.know(e.jobId(), new Plan(1, definition.trigger(), definition.firing(), e.anchor(), e.nextDue(), 0));
        } else if (event instanceof DefinitionChanged e) {
            define(job, e);
        } else if (event instanceof FiresSkipped e) {
            job.plan(job.plan().with(e.nextDue(), job.plan().scheduled()));
        } else if (event instanceof JobPaused) {
            job.standing(Standing.PAUSED);
        } else if (event instanceof JobResumed) {
            job.standing(Standing.ACTIVE);
        } else if (event instanceof JobCancelled) {
            job.standing(Standing.CANCELLING);
            job.plan(job.plan().with(Optional.empty(), job.plan().scheduled()));
        }
    }

    private static void open(LiveJob job, FireOpened e) {
        job.fires().add(new OpenFire(e.fire(), e.kind(), e.dueAt(), e.version(), e.priority(), e.held(), e.shards()));
        job.opened(e.fire());
        long more = e.kind() == FireKind.SCHEDULED ? 1 : 0;
        job.plan(job.plan().with(e.nextDue(), job.plan().scheduled() + more));
    }

    private static void define(LiveJob job, DefinitionChanged e) {
        JobDefinition definition = e.definition().value();
        long made = keepsTrigger(job.plan(), e) ? job.plan().scheduled() : 0;
        job.plan(new Plan(e.version(), definition.trigger(), definition.firing(), e.anchor(), e.nextDue(), made));
        if (e.cause() == DefinitionCause.REPLACED) {
            job.fence(e.version());
            if (job.standing() == Standing.CANCELLING) {
                job.standing(Standing.ACTIVE);
            }
        }
    }

    /** Whether the schedule goes on as it was. */
    static boolean keepsTrigger(Plan before, DefinitionChanged e) {
        return e.cause() == DefinitionCause.UPDATED
                && e.definition().value().trigger().equals(before.trigger());
    }

    private static void liftFence(LiveJob job) {
        if (job.fencedBelow() != 0 && !job.fenced()) {
            job.fence(0);
        }
    }
}
