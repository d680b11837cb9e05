package io.duestream.client;

import io.duestream.job.BackoffKind;
import io.duestream.job.RetryPolicy;
import java.time.Duration;

/**
 * How long to wait before each further try.
 *
 * @param policy how often, and how the delay grows
 */
record Backoff(RetryPolicy policy) {
    /** The delay before a retry, from 1. */
    Duration before(int retry) {
        Duration delay = policy.delay();
        if (policy.backoff() == BackoffKind.FIXED) {
            return delay;
        }
        for (int i = 1; i < retry && delay.compareTo(policy.maxDelay()) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(policy.maxDelay()) < 0 ? delay : policy.maxDelay();
    }

    /** All delays together. */
    Duration total() {
        Duration total = Duration.ZERO;
        for (int retry = 1; retry <= policy.maxRetries(); retry++) {
            total = total.plus(before(retry));
        }
        return total;
    }
}
