package io.duestream.record.event;

import java.time.Instant;

/**
 * A shard will be tried again.
 *
 * @param fire the fire
 * @param shard the shard, from 0
 * @param retry number of the retry, from 1
 * @param retryAt when
 */
public record RetryScheduled(long fire, int shard, int retry, Instant retryAt) implements JobEvent {}
