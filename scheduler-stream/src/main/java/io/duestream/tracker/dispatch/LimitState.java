package io.duestream.tracker.dispatch;

import io.duestream.job.SettingsInForce;
import java.time.Instant;

/**
 * What the owner of a group keeps of it.
 *
 * @param inForce the settings, as decided
 * @param inherited attempts that were out when the limit began and are out still
 * @param credit what may be admitted at once, in thousandths
 * @param refilledAt when the credit was last filled up
 */
public record LimitState(SettingsInForce inForce, long inherited, long credit, Instant refilledAt) {
    LimitState with(SettingsInForce changed) {
        return new LimitState(changed, inherited, credit, refilledAt);
    }

    LimitState withInherited(long now) {
        return new LimitState(inForce, now, credit, refilledAt);
    }

    LimitState withCredit(long left, Instant at) {
        return new LimitState(inForce, inherited, left, at);
    }
}
