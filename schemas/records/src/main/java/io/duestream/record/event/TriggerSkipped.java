package io.duestream.record.event;

/**
 * An operator's trigger opened no fire.
 *
 * @param reason why
 */
public record TriggerSkipped(SkipReason reason) implements JobEvent {}
