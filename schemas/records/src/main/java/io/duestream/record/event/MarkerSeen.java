package io.duestream.record.event;

/**
 * A marker came back after an assignment.
 *
 * @param nonce of the marker
 * @param current whether it is of the assignment that waits for it
 */
public record MarkerSeen(String nonce, boolean current) implements JobEvent {}
