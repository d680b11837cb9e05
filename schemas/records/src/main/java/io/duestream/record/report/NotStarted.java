package io.duestream.record.report;

/**
 * The attempt was not started and never will be.
 *
 * @param reason why
 */
public record NotStarted(String reason) implements Report {}
