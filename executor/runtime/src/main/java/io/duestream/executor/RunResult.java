package io.duestream.executor;

import io.duestream.job.Result;
import java.util.Objects;

/**
 * How a run ended, as its runner says.
 *
 * @param result what it means for the job
 * @param message for a person; cut at 8,192 characters and marked with … when it is reported
 */
public record RunResult(Result result, String message) {
    private static final RunResult SUCCESS = new RunResult(Result.SUCCESS, "");

    /** Refuses a missing result; a missing message is an empty one. */
    public RunResult {
        Objects.requireNonNull(result, "result");
        message = message == null ? "" : message;
    }

    /** Done. */
    public static RunResult success() {
        return SUCCESS;
    }

    /** Done, and this is worth telling. */
    public static RunResult success(String message) {
        return new RunResult(Result.SUCCESS, message);
    }

    /** Failed for good: not retried. */
    public static RunResult failed(String message) {
        return new RunResult(Result.FAILED, message);
    }

    /** Not now: retried by the job's policy. */
    public static RunResult later(String message) {
        return new RunResult(Result.LATER, message);
    }

    /** As if the runner had thrown: retried by the job's policy. */
    public static RunResult exception(String message) {
        return new RunResult(Result.EXCEPTION, message);
    }
}
