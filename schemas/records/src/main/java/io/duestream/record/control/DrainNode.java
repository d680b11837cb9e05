package io.duestream.record.control;

/**
 * Take no new work.
 *
 * @param drain false: take work again
 */
public record DrainNode(boolean drain) implements Control {}
