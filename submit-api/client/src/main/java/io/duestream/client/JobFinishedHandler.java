package io.duestream.client;

import io.duestream.record.JobOutcome;

/**
 * Is told what became of the jobs of a client group: each end of a fire whose job asked for it, and every submission that
 * was rejected or ignored.
 *
 * <p>Called by one thread of the client, in the order of each job key. At least once: after a crash, or when partitions
 * move between the processes of the client group, an outcome may come again; {@code jobId} and {@code fire} tell that it
 * is the same.
 */
@FunctionalInterface
public interface JobFinishedHandler {
    /**
     * Takes an outcome. When it returns, the outcome is done with.
     *
     * @throws Exception if it cannot be taken now: it is given again a few times, then written to the
     *     {@code dead-letters} topic with the reason, and the next one follows
     */
    void onOutcome(JobOutcome outcome) throws Exception;
}
