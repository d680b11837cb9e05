package io.duestream.record;

/**
 * The walker looked at the job.
 */
public record WalkInput() implements AuditInput {}
