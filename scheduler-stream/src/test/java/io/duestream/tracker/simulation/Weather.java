package io.duestream.tracker.simulation;

import java.util.EnumMap;
import java.util.Map;

/**
 * How often what happens in a run, chosen anew for each: a run with all things in the same measure never sees a backlog that
 * lasts, or a cluster that does little but crash.
 */
final class Weather {
    /** Kinds of things that happen. */
    enum Kind {
        TURN(200, 500),
        COMMIT(20, 120),
        POLL(20, 120),
        PROGRESS(40, 200),
        DELIVERY(40, 200),
        COMMAND(2, 40),
        TIME(20, 100),
        LOSS_NOTICE(5, 20),
        FAULT(1, 25);

        private final int least;
        private final int most;

        Kind(int least, int most) {
            this.least = least;
            this.most = most;
        }
    }

    private final Map<Kind, Integer> weights = new EnumMap<>(Kind.class);
    private final int total;

    Weather(Chance chance) {
        int sum = 0;
        for (Kind kind : Kind.values()) {
            int weight = (int) chance.between(kind.least, kind.most);
            weights.put(kind, weight);
            sum += weight;
        }
        this.total = sum;
    }

    Kind next(Chance chance) {
        int left = chance.below(total);
        for (Map.Entry<Kind, Integer> each : weights.entrySet()) {
            left -= each.getValue();
            if (left < 0) {
                return each.getKey();
            }
        }
        throw new IllegalStateException("the weights do not add up to " + total);
    }
}
