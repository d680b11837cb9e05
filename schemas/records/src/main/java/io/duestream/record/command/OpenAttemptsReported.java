package io.duestream.record.command;

/**
 * Tells the owner of a newly limited group how many attempts a partition has out.
 *
 * @param partition the reporting partition
 * @param open attempts out
 */
public record OpenAttemptsReported(int partition, long open) implements Command {}
