package io.duestream.record.event;

/**
 * A command changed nothing.
 *
 * @param command its name
 * @param reason why
 */
public record CommandRefused(String command, String reason) implements JobEvent {}
