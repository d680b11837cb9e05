package io.duestream.record.event;

/**
 * The job is over; its key is free.
 *
 * @param end how
 */
public record JobEnded(JobEnd end) implements JobEvent {}
