package io.duestream.record.command;

/**
 * Opens a fire of its own, now.
 *
 * @param reason said by whoever triggers
 */
public record TriggerJob(String reason) implements Command {}
