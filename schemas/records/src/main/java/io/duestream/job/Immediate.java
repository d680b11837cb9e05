package io.duestream.job;

/**
 * Fires once, as soon as the job is accepted.
 */
public record Immediate() implements Trigger {}
