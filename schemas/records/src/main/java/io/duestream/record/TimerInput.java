package io.duestream.record;

/**
 * A due time, retry or time limit was reached.
 */
public record TimerInput() implements AuditInput {}
