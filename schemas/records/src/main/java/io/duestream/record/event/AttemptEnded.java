package io.duestream.record.event;

import io.duestream.job.Token;
import java.time.Instant;
import java.util.Optional;

/**
 * An attempt is over.
 *
 * @param fire the fire
 * @param shard the shard, from 0
 * @param token the lease's token
 * @param generation the lease's generation
 * @param node where; empty if it never started
 * @param end how
 * @param message said by the runner or the tracker
 * @param stackTrace of a thrown exception
 * @param startedAt on the executor's clock
 * @param finishedAt on the executor's clock
 */
public record AttemptEnded(
        long fire,
        int shard,
        Token token,
        int generation,
        String node,
        AttemptEnd end,
        String message,
        String stackTrace,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt)
        implements JobEvent {}
