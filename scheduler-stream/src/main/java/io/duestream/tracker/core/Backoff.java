package io.duestream.tracker.core;

import io.duestream.job.BackoffKind;
import io.duestream.job.RetryPolicy;
import java.time.Duration;

/** How long a retry waits. */
final class Backoff {
    private Backoff() {}

    /** The delay before a retry, the first being 1. */
    static Duration delay(RetryPolicy policy, int retry) {
        if (policy.backoff() == BackoffKind.FIXED) {
            return policy.delay();
        }
        Duration delay = policy.delay();
        for (int i = 1; i < retry && delay.compareTo(policy.maxDelay()) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(policy.maxDelay()) < 0 ? delay : policy.maxDelay();
    }
}
