package io.duestream.record.event;

import java.time.Instant;

/**
 * A fire is over: its one terminal event.
 *
 * @param fire the fire
 * @param end how
 * @param reason why
 * @param dueAt its due time
 * @param endedAt when
 * @param attempts attempts of all its shards
 * @param shardsFailed shards that did not succeed
 * @param message of the last attempt
 */
public record FireEnded(
        long fire,
        FireEnd end,
        String reason,
        Instant dueAt,
        Instant endedAt,
        int attempts,
        int shardsFailed,
        String message)
        implements JobEvent {}
