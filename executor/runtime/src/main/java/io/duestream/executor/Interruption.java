package io.duestream.executor;

import java.time.Duration;

/**
 * Why a run is told to stop.
 *
 * @param message for a person, as it is reported
 * @param leaseLost whether its result no longer counts
 */
record Interruption(String message, boolean leaseLost) {
    /** It took too long. */
    static Interruption timedOut(Duration limit) {
        return new Interruption("timed out after " + limit.toMillis() + " ms", false);
    }

    /** The tracker or an operator asked for it. */
    static Interruption asked(String reason) {
        return new Interruption("interrupted: " + reason, true);
    }

    /** The executor is closed and has waited long enough. */
    static Interruption shutdown() {
        return new Interruption("interrupted by the shutdown of its executor", false);
    }
}
