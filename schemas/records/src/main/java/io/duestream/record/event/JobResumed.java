package io.duestream.record.event;

/**
 * The job goes on.
 *
 * @param reason as given
 */
public record JobResumed(String reason) implements JobEvent {}
