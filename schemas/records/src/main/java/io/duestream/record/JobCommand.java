package io.duestream.record;

import io.duestream.job.JobKey;
import io.duestream.job.Position;
import io.duestream.record.command.Command;
import java.time.Instant;
import java.util.Optional;

/**
 * A command to the tracker. Key: group/taskId.
 *
 * @param group node group of the job
 * @param taskId task id of the job
 * @param sentAt on the sender's clock
 * @param sender who sent it: a node id or a name
 * @param forwardedFrom where the record stood before it was forwarded to its owner
 * @param body what is asked
 */
public record JobCommand(
        String group, String taskId, Instant sentAt, String sender, Optional<Position> forwardedFrom, Command body) {
    /** Refuses a group that no job key can hold. */
    public JobCommand {
        new JobKey(group, taskId); // throws where the two are no key
    }

    /** The key of the job, which is also the key of this record. */
    public JobKey key() {
        return new JobKey(group, taskId);
    }
}
