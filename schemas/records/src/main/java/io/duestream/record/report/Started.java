package io.duestream.record.report;

import java.time.Instant;

/**
 * The attempt has begun to run.
 *
 * @param startedAt on the executor's clock
 */
public record Started(Instant startedAt) implements Report {}
