package io.duestream.job;

import java.time.Duration;
import java.util.Objects;

/**
 * When a LATER or EXCEPTION is tried again.
 *
 * @param maxRetries how many retries a shard gets, 0 to 1,000
 * @param backoff how the delay grows
 * @param delay milliseconds before the first retry
 * @param maxDelay longest delay in milliseconds
 */
public record RetryPolicy(int maxRetries, BackoffKind backoff, Duration delay, Duration maxDelay) {
    /** Ten retries, 30 seconds apart. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(10, BackoffKind.FIXED, Duration.ofSeconds(30), Duration.ofHours(1));

    /** No retry at all. */
    public static final RetryPolicy NONE = fixed(0, Duration.ofSeconds(30));

    /** Refuses null. */
    public RetryPolicy {
        Objects.requireNonNull(backoff, "backoff");
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(maxDelay, "maxDelay");
    }

    /** Retries a fixed delay apart. */
    public static RetryPolicy fixed(int maxRetries, Duration delay) {
        return new RetryPolicy(maxRetries, BackoffKind.FIXED, delay, delay);
    }

    /** Retries whose delay doubles each time, up to a longest one. */
    public static RetryPolicy exponential(int maxRetries, Duration delay, Duration maxDelay) {
        return new RetryPolicy(maxRetries, BackoffKind.EXPONENTIAL, delay, maxDelay);
    }
}
