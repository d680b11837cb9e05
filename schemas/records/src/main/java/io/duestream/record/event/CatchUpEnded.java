package io.duestream.record.event;

/**
 * After an assignment, what was in the log has been read; timers act again.
 *
 * @param nonce of the assignment
 * @param byMarkers false: ended because nothing was left to read for a while
 */
public record CatchUpEnded(String nonce, boolean byMarkers) implements JobEvent {}
