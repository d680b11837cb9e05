package io.duestream.record;

import io.duestream.job.Bytes;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Lineage;
import io.duestream.job.Token;
import io.duestream.record.event.FireKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One attempt, for whichever executor of the group takes it. Key: group/taskId.
 *
 * @param group node group
 * @param taskId task id
 * @param jobId the job
 * @param fire the fire
 * @param dueAt its due time
 * @param kind what made the fire
 * @param shard the shard, from 0
 * @param shards shards of the fire
 * @param shardParameter parameter of the shard
 * @param attempt attempts of the shard, this one included
 * @param retry retries so far: attempts after a LATER, an EXCEPTION or a timeout
 * @param lostAttempts runs of the shard so far that were lost with their nodes
 * @param alone how long it may wait until nothing else runs where it is started, and how long nothing else may begin beside
 *     it then: runs of its shard were lost with their nodes, and it is to be known which ended them; empty: it starts
 *     beside others
 * @param token fencing token
 * @param type which runner
 * @param priority priority
 * @param parameters for the runner
 * @param payload for the runner
 * @param labels labels of the job
 * @param runTimeout milliseconds the run may take
 * @param dispatchedAt when the tracker handed it out
 * @param startBy it must not be started later
 * @param possibleDuplicate the submission may have been sent twice
 * @param lineage the job and fire it repeats
 */
public record JobDispatch(
        String group,
        String taskId,
        JobId jobId,
        long fire,
        Instant dueAt,
        FireKind kind,
        int shard,
        int shards,
        String shardParameter,
        int attempt,
        int retry,
        int lostAttempts,
        Optional<Duration> alone,
        Token token,
        String type,
        int priority,
        Map<String, String> parameters,
        Bytes payload,
        Map<String, String> labels,
        Optional<Duration> runTimeout,
        Instant dispatchedAt,
        Instant startBy,
        boolean possibleDuplicate,
        Optional<Lineage> lineage) {
    /** Refuses a group that no job key can hold, and copies the collections. */
    public JobDispatch {
        new JobKey(group, taskId); // throws where the two are no key
        parameters = Map.copyOf(parameters);
        labels = Map.copyOf(labels);
    }

    /** The key of the job, which is also the key of this record. */
    public JobKey key() {
        return new JobKey(group, taskId);
    }
}
