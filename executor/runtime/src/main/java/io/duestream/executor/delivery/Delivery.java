package io.duestream.executor.delivery;

import io.duestream.job.Lease;
import io.duestream.record.JobDispatch;
import java.time.Duration;
import java.util.Optional;

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
    /** How long it is to run alone, and may wait for that; empty if it runs beside others. */
    Optional<Duration> asksToBeAlone() {
        return dispatch.alone();
    }

    /** The right to run it. */
    public Lease lease() {
        return new Lease(dispatch.token(), generation);
    }
}
