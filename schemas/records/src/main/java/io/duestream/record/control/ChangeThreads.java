package io.duestream.record.control;

/**
 * Change the number of worker threads.
 *
 * @param threads how many
 */
public record ChangeThreads(int threads) implements Control {}
