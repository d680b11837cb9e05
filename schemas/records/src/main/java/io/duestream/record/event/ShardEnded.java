package io.duestream.record.event;

/**
 * A shard is over.
 *
 * @param fire the fire
 * @param shard the shard, from 0
 * @param end how
 * @param reason why
 */
public record ShardEnded(long fire, int shard, FireEnd end, String reason) implements JobEvent {}
