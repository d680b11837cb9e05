package io.duestream.tracker.dispatch;

/**
 * A claim that was admitted.
 *
 * @param number of the request that was answered
 * @param used whether it was dispatched
 */
public record Admission(long number, boolean used) {}
