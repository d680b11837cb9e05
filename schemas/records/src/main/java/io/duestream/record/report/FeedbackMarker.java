package io.duestream.record.report;

/**
 * Proves that all feedback before it was read after an assignment.
 *
 * @param nonce one for each assignment
 */
public record FeedbackMarker(String nonce) implements Report {}
