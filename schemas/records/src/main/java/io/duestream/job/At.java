package io.duestream.job;

import java.time.Instant;

/**
 * Fires once, at a given time.
 *
 * @param at the due time
 */
public record At(Instant at) implements Trigger {}
