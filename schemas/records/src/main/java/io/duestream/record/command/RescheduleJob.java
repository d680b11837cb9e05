package io.duestream.record.command;

import io.duestream.job.Trigger;

/**
 * Gives a live job a new trigger.
 *
 * @param trigger the new trigger
 */
public record RescheduleJob(Trigger trigger) implements Command {}
