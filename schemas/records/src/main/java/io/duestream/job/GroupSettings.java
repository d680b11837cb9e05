package io.duestream.job;

import java.util.Optional;

/**
 * The settings of a node group.
 *
 * @param registered whether its dispatch topic may be used
 * @param paused whether nothing is dispatched
 * @param ratePerSecond most attempts dispatched in a second, over the whole group
 * @param concurrency most attempts out at once, over the whole group
 * @param minInFlight smallest in-flight limit of the whole group
 * @param maxInFlight largest in-flight limit of the whole group
 */
public record GroupSettings(
        boolean registered,
        boolean paused,
        Optional<Integer> ratePerSecond,
        Optional<Integer> concurrency,
        Optional<Integer> minInFlight,
        Optional<Integer> maxInFlight) {}
