package io.duestream.record;

/**
 * The task was assigned.
 */
public record AssignmentInput() implements AuditInput {}
