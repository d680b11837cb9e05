package io.duestream.record.report;

/**
 * Written by the tracker: ends exactly this lease unless the log already holds its end.
 *
 * @param reason why
 */
public record AttemptDoubted(DoubtReason reason) implements Report {}
