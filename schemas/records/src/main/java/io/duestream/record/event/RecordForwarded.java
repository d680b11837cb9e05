package io.duestream.record.event;

/**
 * A record in the wrong partition was sent to its owner.
 *
 * @param toPartition the owner
 */
public record RecordForwarded(int toPartition) implements JobEvent {}
