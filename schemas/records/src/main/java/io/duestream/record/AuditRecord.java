package io.duestream.record;

import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Lineage;
import io.duestream.job.Phase;
import io.duestream.job.Position;
import io.duestream.record.event.JobEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One decision of the tracker. Key: group/taskId.
 *
 * @param group node group of the job, or a name that begins with ~ for the tracker's own
 * @param taskId task id
 * @param jobId the live job, after the decision or before its end
 * @param sequence number of the decision in the life of the job, from 1, without a gap
 * @param input what it answers
 * @param forwardedFrom where the input stood before it was forwarded
 * @param decidedAt on the tracker's clock
 * @param tracker node id of the tracker
 * @param coreVersion version of the decision core
 * @param tzdata version of the time zone data
 * @param definitionVersion version of the definition; 0 without a job
 * @param events what happened, in order
 * @param phase phase of the job afterwards
 * @param wakeAt when the job acts next by itself
 * @param clientGroup who is told
 * @param notifyOutcome whether ends of fires are told
 * @param submissionId of the answered or the accepted submission
 * @param lineage the job and fire that this job repeats
 */
public record AuditRecord(
        String group,
        String taskId,
        Optional<JobId> jobId,
        Optional<Long> sequence,
        AuditInput input,
        Optional<Position> forwardedFrom,
        Instant decidedAt,
        String tracker,
        String coreVersion,
        String tzdata,
        int definitionVersion,
        List<JobEvent> events,
        Phase phase,
        Optional<Instant> wakeAt,
        Optional<String> clientGroup,
        boolean notifyOutcome,
        Optional<String> submissionId,
        Optional<Lineage> lineage) {
    /** Refuses a group that no job key can hold, and copies the collections. */
    public AuditRecord {
        new JobKey(group, taskId); // throws where the two are no key
        events = List.copyOf(events);
    }

    /** The key of the job, which is also the key of this record. */
    public JobKey key() {
        return new JobKey(group, taskId);
    }
}
