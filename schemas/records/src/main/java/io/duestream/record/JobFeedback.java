package io.duestream.record;

import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Position;
import io.duestream.job.Token;
import io.duestream.record.report.Report;
import java.util.Optional;

/**
 * What happened to an attempt. Key: group/taskId.
 *
 * @param group node group
 * @param taskId task id
 * @param jobId the job, as in the dispatch record
 * @param fire the fire, as dispatched
 * @param shard the shard, as dispatched
 * @param token the token, as dispatched
 * @param generation generation of the consumer group at delivery; 0 if unknown
 * @param node the reporting node
 * @param forwardedFrom where the record stood before it was forwarded to its owner
 * @param body what is reported
 */
public record JobFeedback(
        String group,
        String taskId,
        Optional<JobId> jobId,
        long fire,
        int shard,
        Optional<Token> token,
        int generation,
        String node,
        Optional<Position> forwardedFrom,
        Report body) {
    /** Refuses a group that no job key can hold. */
    public JobFeedback {
        new JobKey(group, taskId); // throws where the two are no key
    }

    /** The key of the job, which is also the key of this record. */
    public JobKey key() {
        return new JobKey(group, taskId);
    }
}
