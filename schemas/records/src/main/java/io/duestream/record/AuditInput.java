package io.duestream.record;

/** What a decision answers. */
public sealed interface AuditInput permits RecordInput, TimerInput, AdmissionInput, WalkInput, AssignmentInput {}
