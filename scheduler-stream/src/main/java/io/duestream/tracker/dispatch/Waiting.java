package io.duestream.tracker.dispatch;

/**
 * How many shards of a group wait.
 *
 * @param counted those that were counted
 * @param more whether more may wait
 */
public record Waiting(int counted, boolean more) {}
