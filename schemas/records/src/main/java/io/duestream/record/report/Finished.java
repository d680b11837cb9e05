package io.duestream.record.report;

import io.duestream.job.Result;
import java.time.Instant;
import java.util.Optional;

/**
 * The attempt has ended.
 *
 * @param result how
 * @param message said by the runner, cut at the bound
 * @param stackTrace of a thrown exception, cut at the bound
 * @param startedAt on the executor's clock
 * @param finishedAt on the executor's clock
 */
public record Finished(
        Result result, String message, String stackTrace, Optional<Instant> startedAt, Optional<Instant> finishedAt)
        implements Report {}
