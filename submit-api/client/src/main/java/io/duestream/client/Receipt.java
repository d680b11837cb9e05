package io.duestream.client;

import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Position;
import java.util.Objects;
import java.util.Optional;

/**
 * Says that a submission or another command was taken over.
 *
 * <p>It does not say what the tracker decides: a submission under a key where a job lives, or with an id seen before, is
 * answered later. {@link JobClient#submitAndAwait}, outcomes and {@link TrackerAnswers} tell.
 *
 * @param key the job
 * @param submissionId id of the submission, the given or the made one; empty for other commands
 * @param position where the record stands in the {@code commands} topic
 * @param status who has it
 */
public record Receipt(JobKey key, Optional<String> submissionId, Position position, Status status) {
    /** Refuses null. */
    public Receipt {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(submissionId, "submissionId");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(status, "status");
    }

    /** Who has a submission. */
    public enum Status {
        /**
         * The broker has it: all in-sync replicas acknowledged the record ({@code acks=all}), so it survives whatever
         * the cluster's replication survives, and the tracker will decide about it, now or when it is back.
         */
        ACCEPTED
    }

    /**
     * The id of the job that this submission makes if the tracker accepts it as a new one; empty for other commands. A
     * submission that replaces a living job keeps that job's id instead.
     */
    public Optional<JobId> jobId() {
        return submissionId.map(id -> new JobId(position.partition(), position.offset()));
    }
}
