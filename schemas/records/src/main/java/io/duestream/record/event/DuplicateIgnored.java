package io.duestream.record.event;

import io.duestream.job.JobId;
import io.duestream.job.Phase;
import java.util.Optional;

/**
 * A submission changed nothing.
 *
 * @param reason why
 * @param liveJob the job that lives under the key
 * @param livePhase its phase
 */
public record DuplicateIgnored(DuplicateReason reason, Optional<JobId> liveJob, Phase livePhase) implements JobEvent {}
