package io.duestream.record.report;

import java.time.Instant;

/**
 * The attempt has begun to run.
 *
 * @param startedAt on the executor's clock
 * @param alone whether nothing else runs beside it there; nothing begins before the brokers have the same report without this
 */
public record Started(Instant startedAt, boolean alone) implements Report {
    /** Of a run beside others. */
    public Started(Instant startedAt) {
        this(startedAt, false);
    }
}
