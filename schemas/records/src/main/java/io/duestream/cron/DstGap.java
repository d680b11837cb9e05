package io.duestream.cron;

/**
 * What becomes of a fire whose local time is left out when clocks go forward. Only expressions of a fixed time are concerned,
 * see {@link CronExpression}.
 */
public enum DstGap {
    /**
     * The default: one run at the first instant after the gap, however many local times of the expression the gap left out.
     */
    RUN_AFTER,

    /** The fire is left out with its local time. */
    SKIP
}
