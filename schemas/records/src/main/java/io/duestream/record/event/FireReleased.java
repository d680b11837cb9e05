package io.duestream.record.event;

/**
 * A held fire may run.
 *
 * @param fire the fire
 */
public record FireReleased(long fire) implements JobEvent {}
