package io.duestream.record.event;

import java.time.Instant;
import java.util.Optional;

/**
 * Due times passed without a fire.
 *
 * @param reason why
 * @param firstDue the first of them
 * @param lastDue the last of them
 * @param count how many
 * @param nextDue the next due time of the job
 */
public record FiresSkipped(SkipReason reason, Instant firstDue, Instant lastDue, long count, Optional<Instant> nextDue)
        implements JobEvent {}
