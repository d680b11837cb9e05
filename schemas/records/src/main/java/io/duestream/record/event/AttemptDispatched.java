package io.duestream.record.event;

import io.duestream.job.Token;
import java.time.Instant;
import java.util.Optional;

/**
 * A shard was handed to its group.
 *
 * @param fire the fire
 * @param shard the shard, from 0
 * @param attempt attempts of the shard, this one included
 * @param token its fencing token
 * @param partition dispatch partition
 * @param dispatchedAt when
 * @param startBy no executor starts it later
 * @param timeoutAt when the attempt is doubted
 */
public record AttemptDispatched(
        long fire,
        int shard,
        int attempt,
        Token token,
        int partition,
        Instant dispatchedAt,
        Instant startBy,
        Optional<Instant> timeoutAt)
        implements JobEvent {}
