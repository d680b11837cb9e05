package io.duestream.tracker.process;

import io.duestream.record.NodeReport;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** How many worker threads each node group has, as its nodes report every second. */
final class GroupThreads implements NodeReports.Listener {
    private static final long FORGOTTEN_NANOS = Duration.ofSeconds(10).toNanos();
    /** More than a node can have; what it says is not believed beyond that. */
    private static final int MOST_THREADS = 100_000;

    private final LongSupplier nanos;
    private final Grown grown;
    private final Map<String, Seen> nodes = new HashMap<>();
    private final Map<String, Sum> threads = new ConcurrentHashMap<>();

    /** Told that a group has more threads than before. */
    @FunctionalInterface
    interface Grown {
        void hasMore(String group);
    }

    private record Seen(String group, int threads, long nanos) {}

    private record Sum(int threads, long nanos) {}

    /**
     * Of groups that nobody has reported of yet.
     *
     * @param nanos time that only moves forward
     * @param grown told the name of a group that has more threads than before
     */
    GroupThreads(LongSupplier nanos, Grown grown) {
        this.nanos = nanos;
        this.grown = grown;
    }

    /** Worker threads of a group; 0 if none reported lately, also because the reports cannot be read. */
    int of(String group) {
        Sum sum = threads.get(group);
        return sum == null || nanos.getAsLong() - sum.nanos() > FORGOTTEN_NANOS ? 0 : sum.threads();
    }

    @Override
    public void reported(NodeReport report) {
        if (!report.group().isEmpty()) {
            int usable = report.draining() ? 0 : Math.max(0, Math.min(MOST_THREADS, report.threads()));
            nodes.put(report.node(), new Seen(report.group(), usable, nanos.getAsLong()));
        }
    }

    @Override
    public void polled() {
        long now = nanos.getAsLong();
        nodes.values().removeIf(seen -> now - seen.nanos() > FORGOTTEN_NANOS);
        Map<String, Integer> sums = new HashMap<>();
        nodes.values().forEach(seen -> sums.merge(seen.group(), seen.threads(), Integer::sum));
        threads.keySet().retainAll(sums.keySet());
        sums.forEach((group, sum) -> {
            Sum before = threads.put(group, new Sum(sum, now));
            if (before == null || before.threads() < sum) {
                grown.hasMore(group);
            }
        });
    }
}
