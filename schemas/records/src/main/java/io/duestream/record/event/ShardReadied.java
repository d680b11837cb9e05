package io.duestream.record.event;

/**
 * A shard waits for room again.
 *
 * @param fire the fire
 * @param shard the shard, from 0
 * @param reason why
 */
public record ShardReadied(long fire, int shard, String reason) implements JobEvent {}
