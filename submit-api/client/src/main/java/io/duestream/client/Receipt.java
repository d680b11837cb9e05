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
 * @param knownPosition where the record stands in the {@code commands} topic; empty while it is only stored, and in the rare
 *     case that the broker recognised a copy and does not know any more
 * @param status who has it
 */
public record Receipt(JobKey key, Optional<String> submissionId, Optional<Position> knownPosition, Status status) {
    /** Refuses null. */
    public Receipt {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(submissionId, "submissionId");
        Objects.requireNonNull(knownPosition, "knownPosition");
        Objects.requireNonNull(status, "status");
    }

    /** Of a record whose position is known. */
    public Receipt(JobKey key, Optional<String> submissionId, Position position, Status status) {
        this(key, submissionId, Optional.of(position), status);
    }

    /**
     * Where the record stands in the {@code commands} topic. A client without a fail store always knows.
     *
     * @throws IllegalStateException if that is not known
     */
    public Position position() {
        return knownPosition.orElseThrow(() -> new IllegalStateException(
                key + " is " + status + " and its position is not known; ask knownPosition() instead"));
    }

    /** Who has a submission. */
    public enum Status {
        /**
         * The broker has it: all in-sync replicas acknowledged the record ({@code acks=all}), so it survives whatever
         * the cluster's replication survives, and the tracker will decide about it, now or when it is back.
         */
        ACCEPTED,
        /**
         * The fail store of the client has it, on the disk: the broker did not answer in time. It is sent when the broker
         * is back, by this process or by a later one over the same directory, and is in the log at least once.
         */
        STORED
    }

    /**
     * The id of the job that this submission makes if the tracker accepts it as a new one; empty for other commands, and
     * while it is only stored. A
     * submission that replaces a living job keeps that job's id instead.
     */
    public Optional<JobId> jobId() {
        return submissionId
                .flatMap(id -> knownPosition)
                .map(position -> new JobId(position.partition(), position.offset()));
    }
}
