package io.duestream.tracker.core;

import io.duestream.record.event.AdmissionChanged;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.CatchUpEnded;
import io.duestream.record.event.CommandRefused;
import io.duestream.record.event.DefinitionCause;
import io.duestream.record.event.DefinitionChanged;
import io.duestream.record.event.DuplicateIgnored;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.FireReleased;
import io.duestream.record.event.FiresSkipped;
import io.duestream.record.event.GroupDescribed;
import io.duestream.record.event.GroupSettingsChanged;
import io.duestream.record.event.GroupsDescribed;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobCancelled;
import io.duestream.record.event.JobCarried;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobPaused;
import io.duestream.record.event.JobRejected;
import io.duestream.record.event.JobResumed;
import io.duestream.record.event.MarkerSeen;
import io.duestream.record.event.NoticeSeen;
import io.duestream.record.event.RecordForwarded;
import io.duestream.record.event.ReportIgnored;
import io.duestream.record.event.RetryScheduled;
import io.duestream.record.event.ShardEnded;
import io.duestream.record.event.ShardReadied;
import io.duestream.record.event.TriggerSkipped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The only place where the state of a job changes. Everything it needs stands in the event: it reads no clock, zone,
 * setting or randomness, so that the meaning of an event that was written once never changes.
 */
public final class JobFold {
    private JobFold() {}

    /** The job after an event. */
    public static Optional<Job> apply(Optional<Job> before, JobEvent event) {
        if (event instanceof JobAccepted accepted) {
            return Optional.of(accept(accepted));
        }
        if (event instanceof JobEnded) {
            return Optional.empty();
        }
        return before.map(job -> change(job, event));
    }

    private static Job accept(JobAccepted e) {
        return new Job(
                e.jobId(),
                e.acceptedAt(),
                e.submissionId(),
                e.lineage(),
                e.possibleDuplicate(),
                List.of(new Version(1, e.definition(), e.submissionId())),
                Standing.ACTIVE,
                0,
                new Schedule(e.anchor(), e.nextDue(), 0, 0),
                0,
                List.of());
    }

    private static Job change(Job job, JobEvent event) {
        if (event instanceof DefinitionChanged e) {
            return define(job, e);
        } else if (event instanceof JobPaused) {
            return job.with(Standing.PAUSED);
        } else if (event instanceof JobResumed) {
            return job.with(Standing.ACTIVE);
        } else if (event instanceof JobCancelled) {
            return job.with(Standing.CANCELLING).with(job.schedule().withNextDue(Optional.empty()));
        } else if (event instanceof FiresSkipped e) {
            return job.with(job.schedule().withNextDue(e.nextDue()));
        } else if (event instanceof FireOpened e) {
            return open(job, e);
        } else if (event instanceof FireReleased e) {
            return job.withFire(job.fire(e.fire()).released());
        } else if (event instanceof FireEnded e) {
            return end(job, e);
        } else {
            return changeShard(job, event);
        }
    }

    private static Job changeShard(Job job, JobEvent event) {
        if (event instanceof AttemptDispatched e) {
            Attempt attempt = Attempt.dispatched(e);
            return job.withAttempts(e.token().attempts())
                    .withShard(e.fire(), e.shard(), shard -> shard.dispatched(e.attempt(), attempt));
        } else if (event instanceof AttemptStarted e) {
            return job.withShard(e.fire(), e.shard(), shard -> shard.started(e));
        } else if (event instanceof AttemptEnded e) {
            return job.withShard(e.fire(), e.shard(), shard -> shard.attemptEnded(e));
        } else if (event instanceof AttemptDoubtSent e) {
            return job.withShard(e.fire(), e.shard(), shard -> shard.doubted(e));
        } else if (event instanceof RetryScheduled e) {
            return job.withShard(e.fire(), e.shard(), shard -> shard.backingOff(e.retry(), e.retryAt()));
        } else if (event instanceof ShardReadied e) {
            return job.withShard(e.fire(), e.shard(), Shard::waiting);
        } else if (event instanceof ShardEnded e) {
            return job.withShard(e.fire(), e.shard(), shard -> shard.ended(e));
        } else if (statesOnly(event)) {
            return job;
        }
        throw new IllegalStateException("no rule for the event " + event);
    }

    /** Events that tell something and change nothing. */
    private static boolean statesOnly(JobEvent event) {
        return event instanceof JobRejected
                || event instanceof DuplicateIgnored
                || event instanceof CommandRefused
                || event instanceof TriggerSkipped
                || event instanceof ReportIgnored
                || event instanceof JobCarried
                || event instanceof RecordForwarded
                || event instanceof NoticeSeen
                || event instanceof CatchUpEnded
                || event instanceof MarkerSeen
                || event instanceof GroupSettingsChanged
                || event instanceof AdmissionChanged
                || event instanceof GroupDescribed
                || event instanceof GroupsDescribed;
    }

    private static Job define(Job job, DefinitionChanged e) {
        List<Version> versions = new ArrayList<>(job.versions());
        boolean replaced = e.cause() == DefinitionCause.REPLACED;
        Optional<String> submissionId = replaced ? e.submissionId() : job.submissionId();
        versions.add(new Version(e.version(), e.definition(), submissionId));
        long scheduled = keepsTrigger(job, e) ? job.schedule().scheduled() : 0;
        Schedule schedule =
                new Schedule(e.anchor(), e.nextDue(), scheduled, job.schedule().fires());
        // A replacement lifts a cancellation that still waits for running attempts: the key was asked for again.
        Standing standing = replaced && job.standing() == Standing.CANCELLING ? Standing.ACTIVE : job.standing();
        return new Job(
                        job.id(),
                        job.acceptedAt(),
                        submissionId,
                        job.lineage(),
                        job.possibleDuplicate(),
                        versions,
                        standing,
                        replaced ? e.version() : job.fencedBelow(),
                        schedule,
                        job.attempts(),
                        job.fires())
                .withoutUnusedVersions();
    }

    /** An update that leaves the trigger as it is does not begin it anew. */
    private static boolean keepsTrigger(Job job, DefinitionChanged e) {
        return e.cause() == DefinitionCause.UPDATED
                && e.definition().value().trigger().equals(job.definition().trigger());
    }

    private static Job open(Job job, FireOpened e) {
        List<Shard> shards =
                IntStream.range(0, e.shards()).mapToObj(Shard::fresh).toList();
        List<Fire> fires = new ArrayList<>(job.fires());
        fires.add(new Fire(
                e.fire(),
                e.kind(),
                e.dueAt(),
                e.openedAt(),
                e.version(),
                e.priority(),
                e.held(),
                e.expiresAt(),
                shards));
        Schedule before = job.schedule();
        long scheduled = before.scheduled() + (e.kind() == FireKind.SCHEDULED ? 1 : 0);
        return job.withFires(fires).with(new Schedule(before.anchor(), e.nextDue(), scheduled, e.fire()));
    }

    private static Job end(Job job, FireEnded e) {
        List<Fire> fires =
                job.fires().stream().filter(fire -> fire.number() != e.fire()).toList();
        return job.withFires(fires).withoutUnusedVersions().withoutSpentFence();
    }
}
