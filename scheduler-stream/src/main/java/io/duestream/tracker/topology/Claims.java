package io.duestream.tracker.topology;

import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.record.command.AdmitRequest;
import io.duestream.record.command.OpenAttemptsReported;
import io.duestream.tracker.dispatch.Claim;

/** Reads what is said to the owner of a group. Anybody can write such a record, so nothing in it is believed unseen. */
final class Claims {
    private Claims() {}

    static Claim of(JobId job, long fire, int shard, int partitions) {
        if (job.partition() < 0 || job.partition() >= partitions || job.offset() < 0 || fire < 0 || shard < 0) {
            throw new UnusableRecordException("no shard " + shard + " of fire " + fire + " of job " + job
                    + " can be in " + partitions + " partitions");
        }
        return new Claim(job, fire, shard);
    }

    static JobKey key(String group, AdmitRequest asked) {
        if (!asked.jobGroup().equals(group)) {
            throw new UnusableRecordException("it asks the owner of group " + group + " to admit a job of another one");
        }
        return new JobKey(group, asked.jobTaskId());
    }

    static void requireSortable(AdmitRequest asked) {
        if (asked.priority() < 0 || asked.dueAt().toEpochMilli() < 0) {
            throw new UnusableRecordException("its priority is " + asked.priority() + " and its due time "
                    + asked.dueAt() + "; both must not be negative");
        }
    }

    static void requireCount(OpenAttemptsReported reported, int partitions) {
        if (reported.partition() < 0 || reported.partition() >= partitions || reported.open() < 0) {
            throw new UnusableRecordException("partition " + reported.partition() + " of " + partitions
                    + " cannot have " + reported.open() + " attempts out");
        }
    }
}
