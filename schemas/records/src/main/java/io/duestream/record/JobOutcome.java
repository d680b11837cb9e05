package io.duestream.record;

import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.record.event.FireEnd;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a submission or a fire, for its client group. Key: group/taskId.
 *
 * @param group node group
 * @param taskId task id
 * @param clientGroup who is told
 * @param kind what is told
 * @param jobId the job; absent where none was made
 * @param submissionId as submitted
 * @param fire the fire; 0 where none
 * @param dueAt its due time
 * @param end how the fire ended
 * @param reason why
 * @param message of the last attempt, or all problems of a rejection
 * @param attempts attempts of all shards
 * @param shardsFailed shards that did not succeed
 * @param jobEnded whether the job is over
 * @param decidedAt when the tracker decided
 */
public record JobOutcome(
        String group,
        String taskId,
        String clientGroup,
        OutcomeKind kind,
        Optional<JobId> jobId,
        Optional<String> submissionId,
        long fire,
        Optional<Instant> dueAt,
        Optional<FireEnd> end,
        String reason,
        String message,
        int attempts,
        int shardsFailed,
        boolean jobEnded,
        Instant decidedAt) {
    /** Refuses a group that no job key can hold. */
    public JobOutcome {
        new JobKey(group, taskId); // throws where the two are no key
    }

    /** The key of the job, which is also the key of this record. */
    public JobKey key() {
        return new JobKey(group, taskId);
    }
}
