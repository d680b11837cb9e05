package io.duestream.tracker.core;

import java.time.Duration;

/**
 * What an operator may set about decisions.
 *
 * @param misfireThreshold a fire opened later than this after its due time is a misfire
 * @param startWithin an attempt must be started this long after its dispatch
 * @param doubtAgainAfter an unanswered doubt is sent again after this
 * @param losses when runs that were lost with their nodes end a shard
 */
public record CoreSettings(
        Duration misfireThreshold, Duration startWithin, Duration doubtAgainAfter, LossLimit losses) {
    /** The settings nobody changed. */
    public static final CoreSettings DEFAULT =
            new CoreSettings(Duration.ofSeconds(60), Duration.ofDays(2), Duration.ofSeconds(30), LossLimit.DEFAULT);

    /** Most fires that one decision opens, so that a decision stays short and its audit record small. */
    static final int MAX_FIRES_A_DECISION = 16;

    /** Most fires of a job that are open at once. */
    static final int MAX_OPEN_FIRES = 16;

    /**
     * Most shards that the open fires of a job have together. With it the events of the largest decision, which cancels
     * them all, fit into one audit record.
     */
    static final int MAX_OPEN_SHARDS = 6_000;

    /** Most due times that one decision looks at. */
    static final int MAX_OCCURRENCES_A_DECISION = 10_000;
}
