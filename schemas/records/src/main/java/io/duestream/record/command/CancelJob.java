package io.duestream.record.command;

/**
 * Ends a job: nothing new starts.
 *
 * @param running also end the attempts that are out
 * @param reason said by whoever cancels
 */
public record CancelJob(boolean running, String reason) implements Command {}
