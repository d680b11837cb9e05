package io.duestream.tracker.dispatch;

import java.time.Duration;
import java.time.Instant;

/**
 * How much may be admitted at once under a rate: one second's worth at most, what was admitted and not dispatched yet
 * included. So whatever is held up between owner and dispatch, no more than one second's worth comes on top of the rate.
 */
final class Credit {
    static final long ONE = 1_000;
    private static final long FULL_MILLIS = 1_000;

    private Credit() {}

    /** The state with its credit filled up to now; a clock that was set back fills nothing. */
    static LimitState filled(LimitState state, int rate, int unused, Instant now) {
        long millis = Duration.between(state.refilledAt(), now).toMillis();
        long gained = Math.max(0, Math.min(FULL_MILLIS, millis)) * rate;
        long most = Math.max(0, (rate - (long) unused) * ONE);
        return state.withCredit(Math.min(most, state.credit() + gained), now);
    }

    /** How long until one more may be admitted, if nothing else changes. */
    static Duration untilOne(LimitState state, int rate) {
        long missing = Math.max(0, ONE - state.credit());
        return Duration.ofMillis((missing + rate - 1) / rate);
    }
}
