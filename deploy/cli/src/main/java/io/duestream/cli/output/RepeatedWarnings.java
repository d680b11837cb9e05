package io.duestream.cli.output;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Marker;

/**
 * Lets a warning of Kafka's network clients through once in a while: each of them tries every second to reach a broker that
 * is away, and says so each time. Configured in {@code logback.xml}.
 */
public final class RepeatedWarnings extends TurboFilter {
    private static final String LOGGER = "org.apache.kafka.clients.NetworkClient";

    private final Map<String, Long> last = new ConcurrentHashMap<>();
    private long seconds = 30;

    /** Made by Logback. */
    public RepeatedWarnings() {}

    /** How long a warning that has been written keeps its like away. */
    public void setSeconds(long value) {
        seconds = value;
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] parameters, Throwable thrown) {
        if (format == null || level != Level.WARN || !logger.getName().equals(LOGGER)) {
            return FilterReply.NEUTRAL;
        }
        return first(format, System.nanoTime()) ? FilterReply.NEUTRAL : FilterReply.DENY;
    }

    boolean first(String format, long now) {
        Long written = last.get(format);
        if (written != null && now - written < TimeUnit.SECONDS.toNanos(seconds)) {
            return false;
        }
        last.put(format, now);
        return true;
    }
}
