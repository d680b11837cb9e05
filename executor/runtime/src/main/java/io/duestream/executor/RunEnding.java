package io.duestream.executor;

import io.duestream.executor.report.Cut;
import io.duestream.job.Result;
import java.util.Optional;

/**
 * How a run ended, within the bounds of the record contract.
 *
 * @param result for the job
 * @param message for a person
 * @param stackTrace of what was thrown; empty if nothing was
 */
record RunEnding(Result result, String message, String stackTrace) {
    /** Cuts the texts. */
    RunEnding {
        message = Cut.to(Cut.TEXT, message);
        stackTrace = Cut.to(Cut.TEXT, stackTrace);
    }

    /** The runner has returned; null counts as success. */
    static RunEnding returned(RunResult result) {
        RunResult said = result == null ? RunResult.success() : result;
        return new RunEnding(said.result(), said.message(), "");
    }

    /** The runner has thrown, perhaps because it was interrupted. */
    static RunEnding thrown(Throwable thrown, Optional<Interruption> interruption) {
        String said = Cut.describe(Cut.TEXT, thrown);
        String message = interruption
                .map(why -> thrown instanceof InterruptedException ? why.message() : why.message() + ": " + said)
                .orElse(said);
        return new RunEnding(Result.EXCEPTION, message, Cut.stackTrace(Cut.TEXT, thrown));
    }

    /** The runner was not called, for this reason. */
    static RunEnding notCalled(String reason) {
        return new RunEnding(Result.EXCEPTION, reason, "");
    }
}
