package io.duestream.record.event;

/**
 * The job opens no scheduled fire.
 *
 * @param reason as given
 */
public record JobPaused(String reason) implements JobEvent {}
