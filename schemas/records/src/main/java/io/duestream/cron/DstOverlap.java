package io.duestream.cron;

/**
 * What becomes of a fire whose local time comes twice when clocks go back. Only expressions of a fixed time are concerned, see
 * {@link CronExpression}.
 */
public enum DstOverlap {
    /** The default: the first of the two instants alone. */
    FIRST,

    /** Both instants. */
    BOTH
}
