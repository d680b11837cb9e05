package io.duestream.executor.delivery;

import io.duestream.job.Lease;
import io.duestream.record.JobDispatch;

/**
 * A dispatch record as this node received it.
 *
 * @param partition partition of the dispatch topic
 * @param epoch which assignment of the partition to this node it came with
 * @param offset offset in the partition
 * @param generation generation of the consumer group at delivery
 * @param confirmFirst an earlier owner of the partition may have started it, or a run of its shard was lost with its node:
 *     start it only when its {@code Started} is acknowledged, so that a job which kills its process is counted all the
 *     same
 * @param size bytes of the record's value
 * @param dispatch the record
 */
public record Delivery(
        int partition, long epoch, long offset, int generation, boolean confirmFirst, int size, JobDispatch dispatch) {
    /**
     * Whether runs of its shard were lost with their nodes more than once: it may be what ended them. A single loss does not
     * say so, or all that ran on a node that died would begin one after the other.
     */
    boolean suspect() {
        return dispatch.lostAttempts() > 1;
    }

    /** The right to run it. */
    public Lease lease() {
        return new Lease(dispatch.token(), generation);
    }
}
