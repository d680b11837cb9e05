package io.duestream.tracker.dispatch;

import io.duestream.job.GroupSettings;

/**
 * Between which numbers an operator wants the in-flight limit.
 *
 * @param least smallest limit
 * @param most largest limit
 */
public record Bounds(long least, long most) {
    /** No bounds. */
    public static final Bounds NONE = new Bounds(0, Long.MAX_VALUE);

    /** The bounds of a whole group, as its settings say. */
    public static Bounds of(GroupSettings settings) {
        return new Bounds(
                settings.minInFlight().orElse(0),
                settings.maxInFlight().map(Integer::longValue).orElse(Long.MAX_VALUE));
    }

    int apply(int limit) {
        return (int) Math.max(least, Math.min(most, limit));
    }
}
