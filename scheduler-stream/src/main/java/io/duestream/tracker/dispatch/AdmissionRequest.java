package io.duestream.tracker.dispatch;

import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import java.time.Instant;
import java.util.Comparator;

/**
 * A shard that asks the owner of its group to let it run.
 *
 * @param key key of its job
 * @param claim what the admission is for
 * @param priority the priority it queues under
 * @param dueAt due time of its fire
 * @param number what its partition calls it
 */
public record AdmissionRequest(JobKey key, Claim claim, int priority, Instant dueAt, long number)
        implements Comparable<AdmissionRequest> {
    private static final Comparator<AdmissionRequest> ORDER = Comparator.comparingInt(AdmissionRequest::priority)
            .thenComparing(AdmissionRequest::dueAt)
            .thenComparingLong(each -> each.claim().job().offset())
            .thenComparingInt(each -> each.claim().job().partition())
            .thenComparingLong(each -> each.claim().fire())
            .thenComparingInt(each -> each.claim().shard());

    /** The partition that owns its job. */
    public int partition() {
        JobId job = claim.job();
        return job.partition();
    }

    /** Higher priority first, then earlier due, then earlier accepted; partitions of equal offsets by their number. */
    @Override
    public int compareTo(AdmissionRequest other) {
        return ORDER.compare(this, other);
    }
}
