package io.duestream.tracker.topology;

import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Lineage;
import io.duestream.job.Phase;
import io.duestream.job.Position;
import io.duestream.record.AuditInput;
import io.duestream.record.AuditRecord;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.StoredJob;
import java.time.Instant;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.Optional;

/** Writes down what was decided, and why. */
final class AuditTrail {
    /** Version of the decision rules; raised when the same input may be decided otherwise. */
    static final String CORE_VERSION = "1";

    private static final String TZDATA =
            ZoneRulesProvider.getVersions("UTC").lastEntry().getKey();

    private final String tracker;
    private final JobKey taskKey;

    AuditTrail(String tracker, int partition) {
        this.tracker = tracker;
        this.taskKey = new JobKey("~tracker", Integer.toString(partition));
    }

    /**
     * Why a decision was made.
     *
     * @param input what it answers
     * @param forwardedFrom where the input stood before it was forwarded
     * @param client who is told, where the input itself says so
     */
    record Cause(AuditInput input, Optional<Position> forwardedFrom, Optional<Submitter> client) {
        static Cause of(AuditInput input) {
            return new Cause(input, Optional.empty(), Optional.empty());
        }
    }

    /** Who submitted: outcomes of a submission that made no job are told as the submission says. */
    record Submitter(Optional<String> clientGroup, Optional<String> submissionId, Optional<Lineage> lineage) {}

    AuditRecord ofJob(
            JobKey key,
            Cause cause,
            Instant now,
            List<JobEvent> events,
            Optional<StoredJob> before,
            Optional<StoredJob> after,
            Optional<Long> sequence) {
        Optional<Job> job = after.or(() -> before).map(StoredJob::job);
        Optional<JobAccepted> accepted = accepted(events);
        Optional<JobDefinition> definition = job.map(Job::definition)
                .or(() -> accepted.map(each -> each.definition().value()));
        Optional<JobId> id = job.map(Job::id).or(() -> accepted.map(JobAccepted::jobId));
        Optional<Submitter> client = cause.client();
        boolean ended = events.stream().anyMatch(JobEnded.class::isInstance);
        Phase phase = after.map(stored -> stored.job().phase()).orElse(ended ? Phase.ENDED : Phase.NONE);
        return new AuditRecord(
                key.group(),
                key.taskId(),
                id,
                sequence,
                cause.input(),
                cause.forwardedFrom(),
                now,
                tracker,
                CORE_VERSION,
                TZDATA,
                job.map(each -> each.current().number()).orElse(accepted.isPresent() ? 1 : 0),
                events,
                phase,
                after.flatMap(StoredJob::wakeAt),
                client.flatMap(Submitter::clientGroup).or(() -> definition.flatMap(JobDefinition::clientGroup)),
                definition.map(JobDefinition::notifyOutcome).orElse(false),
                client.flatMap(Submitter::submissionId).or(() -> submissionOf(events, before, job)),
                job.flatMap(Job::lineage).or(() -> client.flatMap(Submitter::lineage)));
    }

    /** The end of a fire is told under the submission whose definition it ran under, which may have been replaced since. */
    private static Optional<String> submissionOf(List<JobEvent> events, Optional<StoredJob> before, Optional<Job> job) {
        for (JobEvent event : events) {
            if (event instanceof FireEnded ended) {
                Optional<Fire> fire = before.flatMap(stored -> stored.job().openFire(ended.fire()));
                if (fire.isPresent()) {
                    return before.orElseThrow().job().versionOf(fire.get()).submissionId();
                }
            }
        }
        return job.flatMap(Job::submissionId);
    }

    /** A record of the task itself, not of a job. */
    AuditRecord ofTask(Cause cause, Instant now, List<JobEvent> events) {
        return new AuditRecord(
                taskKey.group(),
                taskKey.taskId(),
                Optional.empty(),
                Optional.empty(),
                cause.input(),
                cause.forwardedFrom(),
                now,
                tracker,
                CORE_VERSION,
                TZDATA,
                0,
                events,
                Phase.NONE,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<JobAccepted> accepted(List<JobEvent> events) {
        return !events.isEmpty() && events.get(0) instanceof JobAccepted accepted
                ? Optional.of(accepted)
                : Optional.empty();
    }
}
