package io.duestream.record.command;

/**
 * Tells the owner of a newly limited group how many attempts a partition has out.
 *
 * @param partition the reporting partition
 * @param open attempts out
 * @param limitedSince the version with which the group became limited; another one has been settled since
 */
public record OpenAttemptsReported(int partition, long open, long limitedSince) implements Command {}
