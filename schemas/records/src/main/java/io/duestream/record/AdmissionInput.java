package io.duestream.record;

/**
 * Room was found in the group.
 */
public record AdmissionInput() implements AuditInput {}
