package io.duestream.record.event;

import java.time.Instant;
import java.util.Optional;

/**
 * A fire came due.
 *
 * @param fire its number, from 1
 * @param kind what made it
 * @param dueAt its due time
 * @param openedAt when it was opened
 * @param misfired opened later than the misfire threshold
 * @param held waits until the open fire ends
 * @param version the definition version it runs under
 * @param priority the priority it queues under
 * @param shards its parts
 * @param expiresAt until when it must have started
 * @param nextDue the next due time of the job
 */
public record FireOpened(
        long fire,
        FireKind kind,
        Instant dueAt,
        Instant openedAt,
        boolean misfired,
        boolean held,
        int version,
        int priority,
        int shards,
        Optional<Instant> expiresAt,
        Optional<Instant> nextDue)
        implements JobEvent {}
