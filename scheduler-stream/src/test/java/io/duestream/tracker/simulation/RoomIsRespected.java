package io.duestream.tracker.simulation;

import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.JobEvent;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.core.StoredJob;
import java.util.Map;

/** A group has no more attempts out than its limit, none while it is unregistered, and the idlest partition is served first. */
final class RoomIsRespected implements Invariant {
    private final Partition partition;

    RoomIsRespected(Partition partition) {
        this.partition = partition;
    }

    @Override
    public void decided(Decided step, Findings findings) {
        for (JobEvent event : step.decision().events()) {
            if (event instanceof AttemptDispatched e) {
                judge(step, e, findings);
            }
        }
    }

    private void judge(Decided step, AttemptDispatched e, Findings findings) {
        Group group = partition.group(step.key().group());
        int most = partition.room(group).most(group);
        int[] out = out(group);
        int total = 0;
        int least = Integer.MAX_VALUE;
        out[e.partition()]--;
        for (int each : out) {
            total += each;
            least = Math.min(least, each);
        }
        if (!group.registered || total + 1 > most) {
            findings.add(
                    getClass(), step.key(), (total + 1) + " are out of " + most + ", registered: " + group.registered);
        }
        if (out[e.partition()] > least) {
            findings.add(getClass(), step.key(), "partition " + e.partition() + " is not the idlest");
        }
    }

    private int[] out(Group group) {
        int[] out = new int[group.topic.size()];
        for (Map.Entry<String, StoredJob> row : partition.stores.jobs.entries()) {
            if (row.getKey().startsWith(group.name + "/")) {
                for (Fire fire : row.getValue().job().fires()) {
                    for (Shard shard : fire.shards()) {
                        shard.attempt().ifPresent(attempt -> out[attempt.partition()]++);
                    }
                }
            }
        }
        return out;
    }
}
