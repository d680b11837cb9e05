package io.duestream.tracker.dispatch;

import java.util.Map;

/** Chooses the dispatch partition with the fewest open attempts; ties rotate. The idlest executor is served first. */
final class IdlestPartition {
    private final int[] open;
    private int last = -1;

    IdlestPartition(int partitions, Map<Integer, Integer> counts) {
        this.open = new int[partitions];
        counts.forEach((partition, count) -> {
            if (partition < partitions) {
                open[partition] = count;
            }
        });
    }

    int partitions() {
        return open.length;
    }

    /** The idlest of the first {@code partitions}: a topic that was made anew may have fewer than were counted before. */
    int choose(int partitions) {
        int best = -1;
        for (int i = 1; i <= partitions; i++) {
            int candidate = (last + i) % partitions;
            if (best < 0 || open[candidate] < open[best]) {
                best = candidate;
            }
        }
        last = best;
        return best;
    }

    /** Changes the open count of a partition; the count afterwards. */
    int add(int partition, int change) {
        if (partition >= open.length) {
            return 0;
        }
        // A count below zero would hide attempts that are out.
        open[partition] = Math.max(0, open[partition] + change);
        return open[partition];
    }

    int total() {
        int total = 0;
        for (int count : open) {
            total += count;
        }
        return total;
    }
}
