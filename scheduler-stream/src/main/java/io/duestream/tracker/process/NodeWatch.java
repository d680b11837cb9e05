package io.duestream.tracker.process;

import io.duestream.record.NodeReport;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How long each node has been silent, counted only over time in which this process demonstrably read all reports: after a
 * start, an outage of the brokers or a pause of the process itself the counting begins anew for everybody. Thread-safe.
 */
final class NodeWatch implements NodeReports.Listener {
    /** Longer without a proof that all was read, and a node may have reported unheard. */
    private static final long MOST_UNWATCHED_NANOS = Duration.ofSeconds(3).toNanos();

    private static final long FORGOTTEN_NANOS = Duration.ofMinutes(10).toNanos();

    private final LongSupplier nanos;
    private final Map<String, Long> heard = new ConcurrentHashMap<>();
    private boolean watching;
    private long since;
    private long current;

    /**
     * Of nodes that nobody has heard of yet.
     *
     * @param nanos time that only moves forward
     */
    NodeWatch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public void reported(NodeReport report) {
        heard.put(report.node(), nanos.getAsLong());
    }

    @Override
    public synchronized void current(long asOfNanos) {
        if (!watching || asOfNanos - current > MOST_UNWATCHED_NANOS) {
            since = asOfNanos;
        }
        watching = true;
        current = asOfNanos;
        heard.values().removeIf(at -> asOfNanos - at > FORGOTTEN_NANOS);
    }

    /** How long a node has been silent; zero while that cannot be told. One never heard of is silent since it is first asked for. */
    synchronized Duration silence(String node) {
        long now = nanos.getAsLong();
        Long last = heard.putIfAbsent(node, now);
        if (!watching || last == null || now - current > MOST_UNWATCHED_NANOS) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(Math.max(0, current - Math.max(since, last)));
    }
}
