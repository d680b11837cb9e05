package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.audit.log.LogExtent;
import io.duestream.audit.log.LogPartition;
import io.duestream.audit.log.LogTopic;
import io.duestream.audit.log.Place;
import io.duestream.job.JobKey;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobCarried;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Follows every job through its decisions, from acceptance to end, and lets the checks look on. */
final class JobsFollowed {
    private final Set<LogPartition> fromTheBeginning = new HashSet<>();
    private final Map<JobKey, LiveJob> live = new HashMap<>();
    private final CarriedJob carriedJob;
    private final SequenceWithoutGap sequence;
    private final NothingLost nothingLost;
    private final DispatchAgrees dispatches;
    private final List<JobCheck> checks;
    private long jobs;

    JobsFollowed(
            LogExtent extent,
            CarriedJob carriedJob,
            SequenceWithoutGap sequence,
            NothingLost nothingLost,
            DispatchAgrees dispatches,
            List<JobCheck> checks) {
        this.carriedJob = carriedJob;
        this.sequence = sequence;
        this.nothingLost = nothingLost;
        this.dispatches = dispatches;
        this.checks = checks;
        for (LogPartition each : extent.of(LogTopic.AUDIT)) {
            if (extent.ranges().get(each).fromTheBeginning()) {
                fromTheBeginning.add(each);
            }
        }
    }

    /** Jobs seen. */
    long jobs() {
        return jobs;
    }

    /** The jobs that are alive. */
    Collection<LiveJob> live() {
        return live.values();
    }

    void take(Decision decision, JobKey key) {
        LiveJob job = live.get(key);
        List<JobEvent> events = decision.record().events();
        if (!events.isEmpty() && events.get(0) instanceof JobAccepted accepted) {
            job = accept(decision, key, job, accepted);
        } else if (decision.record().sequence().isEmpty()) {
            if (job != null && !job.interrupted()) {
                sequence.noJob(decision, job);
            }
            return;
        } else if (job == null) {
            job = meet(decision, key);
        } else if (job.interrupted()) {
            sequence.notCheckable();
        } else if (!sequence.follows(decision, job)) {
            loseSight(job);
        }
        unfold(decision, job);
    }

    private LiveJob accept(Decision decision, JobKey key, LiveJob before, JobAccepted accepted) {
        if (before != null && !before.interrupted()) {
            nothingLost.replaced(decision, before);
            checks.forEach(check -> check.gone(before));
        }
        sequence.first(decision);
        nothingLost.accepted(decision, accepted);
        LiveJob job = begin(key);
        // The checks look at a job as it is before an event; before this one there is only its name.
        job.decided(decision);
        return job;
    }

    private LiveJob begin(JobKey key) {
        LiveJob job = new LiveJob(key);
        live.put(key, job);
        jobs++;
        return job;
    }

    private LiveJob meet(Decision decision, JobKey key) {
        if (fromTheBeginning.contains(decision.place().partition())) {
            nothingLost.unknown(decision);
        } else {
            sequence.notCheckable();
        }
        return begin(key);
    }

    private void unfold(Decision decision, LiveJob job) {
        List<JobEvent> events = decision.record().events();
        boolean accepted = !events.isEmpty() && events.get(0) instanceof JobAccepted;
        LiveJob followed = job;
        if (followed.known() || accepted) {
            checks.forEach(check -> check.begin(decision, job));
        } else {
            checks.forEach(check -> check.tally().notCheckable());
        }
        boolean ended = false;
        for (JobEvent event : events) {
            if (event instanceof AttemptDispatched e) {
                LiveJob now = followed;
                decision.record()
                        .jobId()
                        .ifPresent(id -> dispatches.decided(
                                decision, job.key(), id, e, now.fire(e.fire()).map(OpenFire::dueAt)));
            }
            if (followed.known() || event instanceof JobAccepted) {
                for (JobCheck check : checks) {
                    check.event(decision, followed, event);
                }
                Fold.apply(followed, event);
            } else if (event instanceof JobCarried e) {
                followed = carriedJob.read(job.key(), e.state()).orElse(followed);
                live.put(job.key(), followed);
            }
            ended |= event instanceof JobEnded;
        }
        finish(decision, followed, ended);
    }

    private void finish(Decision decision, LiveJob job, boolean ended) {
        job.decided(decision);
        if (ended) {
            nothingLost.ended(decision, job);
            checks.forEach(check -> check.gone(job));
            live.remove(job.key());
            return;
        }
        nothingLost.livesOn(decision, job);
        if (job.known()) {
            checks.forEach(check -> check.done(decision, job));
        }
    }

    /** A decision about a job cannot be read: what it did is not known. */
    void unreadable(JobKey key, Place place) {
        LiveJob job = live.computeIfAbsent(key, LiveJob::new);
        checks.forEach(check -> check.gone(job));
        job.interrupt(place);
    }

    private void loseSight(LiveJob job) {
        checks.forEach(check -> check.gone(job));
        job.loseSight();
    }
}
