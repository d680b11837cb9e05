package io.duestream.tracker.core;

import java.time.Duration;
import java.util.Optional;

/**
 * When runs that were lost with their nodes end a shard. All that ran on a node is lost with it, whoever ended it; so only a
 * run beside which nothing else ran says something about its job. From the second loss on a shard is therefore to run alone,
 * four times as long after each further one: what ends its node after a minute, beside runs of a minute, is found alone after
 * some.
 *
 * @param most runs that may be lost; the last of them, if it was alone, ends the shard. One: the first loss ends it, alone or
 *     not
 * @param alone how long a shard is to run alone at first
 */
public record LossLimit(int most, Duration alone) {
    /** The limit nobody changed. */
    public static final LossLimit DEFAULT = new LossLimit(3, Duration.ofSeconds(5));

    /** Nothing is asked to wait or to be alone for longer. */
    static final Duration LONGEST_ALONE = Duration.ofDays(1);

    private static final int LONGER_EACH_TIME = 4;

    /**
     * How long the next run of a shard is to be alone.
     *
     * @param lost runs of it that were lost
     */
    public Optional<Duration> aloneAfter(int lost) {
        int from = Math.min(2, most - 1);
        if (from < 1 || lost < from) {
            return Optional.empty();
        }
        Duration time = alone;
        for (int loss = from; loss < lost && time.compareTo(LONGEST_ALONE) < 0; loss++) {
            time = time.multipliedBy(LONGER_EACH_TIME);
        }
        return Optional.of(time.compareTo(LONGEST_ALONE) < 0 ? time : LONGEST_ALONE);
    }

    /**
     * Whether a loss ends the shard. One beside others does not, unless the executor had a whole day to be rid of them: then
     * it does not heed what it is asked for.
     *
     * @param lost runs that were lost, this one included
     * @param wasAlone whether nothing ran beside this one
     */
    boolean ends(int lost, boolean wasAlone) {
        return lost >= most
                && (wasAlone
                        || most == 1
                        || aloneAfter(lost - 1).filter(LONGEST_ALONE::equals).isPresent());
    }
}
