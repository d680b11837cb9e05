package io.duestream.client.sender;

import java.time.Duration;

/**
 * How long a sender waits for what.
 *
 * @param storeAfter how long an acknowledgement is waited for before the record is stored
 * @param retry first pause before something is sent again; doubled each time
 * @param longestRetry longest such pause
 * @param dedupWindow how long the tracker remembers submission ids
 * @param delivery how long a record may be on its way in one sending
 * @param adoption how often stores of dead processes are looked for
 */
public record SenderTimes(
        Duration storeAfter,
        Duration retry,
        Duration longestRetry,
        Duration dedupWindow,
        Duration delivery,
        Duration adoption) {
    /** Store after 2 s; retry after 1 s to 10 s; dedup window 1 h; delivery within 30 s; adopt each minute. */
    public static final SenderTimes DEFAULT = new SenderTimes(
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1));

    /** The same with another time until a record is stored. */
    public SenderTimes storeAfter(Duration value) {
        return new SenderTimes(value, retry, longestRetry, dedupWindow, delivery, adoption);
    }

    /** The same with another longest pause before something is sent again; the first is not longer. */
    public SenderTimes longestRetry(Duration value) {
        Duration first = value.compareTo(retry) < 0 ? value : retry;
        return new SenderTimes(storeAfter, first, value, dedupWindow, delivery, adoption);
    }

    /** The same with the tracker's {@code dedup.window.ms}. */
    public SenderTimes dedupWindow(Duration value) {
        return new SenderTimes(storeAfter, retry, longestRetry, value, delivery, adoption);
    }

    /** The same with the delivery timeout of the producer. */
    public SenderTimes delivery(Duration value) {
        return new SenderTimes(storeAfter, retry, longestRetry, dedupWindow, value, adoption);
    }

    /** The same with another pause between two looks for stores of dead processes. */
    public SenderTimes adoption(Duration value) {
        return new SenderTimes(storeAfter, retry, longestRetry, dedupWindow, delivery, value);
    }

    /** The pause before a further try, in nanoseconds. */
    long pause(int failures) {
        long pause = retry.toNanos();
        for (int i = 1; i < failures && pause < longestRetry.toNanos(); i++) {
            pause *= 2;
        }
        return Math.min(pause, longestRetry.toNanos());
    }
}
