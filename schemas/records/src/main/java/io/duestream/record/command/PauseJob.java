package io.duestream.record.command;

/**
 * Holds a job: no scheduled fire opens, retries are held.
 *
 * @param reason said by whoever pauses
 */
public record PauseJob(String reason) implements Command {}
