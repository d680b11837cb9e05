package io.duestream.tracker.simulation;

import io.duestream.job.At;
import io.duestream.job.Cron;
import io.duestream.job.Immediate;
import io.duestream.job.Repeat;
import io.duestream.job.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Says when a trigger fires by counting milliseconds, for the few cron patterns whose fires are evenly spaced in UTC. */
final class Oracle {
    /** No further fire. */
    static final long NEVER = Long.MAX_VALUE;

    /**
     * A cron expression and what it means.
     *
     * @param expression as submitted
     * @param period milliseconds between two fires
     * @param offset milliseconds from the epoch to one of them
     */
    record Pattern(String expression, long period, long offset) {
        private static final long MINUTE = 60_000;
        private static final long HOUR = 60 * MINUTE;

        static final List<Pattern> ALL = List.of(
                new Pattern("*/5 * * * * ?", 5_000, 0),
                new Pattern("7/20 * * * * ?", 20_000, 7_000),
                new Pattern("* * * * *", MINUTE, 0),
                new Pattern("0 3-59/5 * * * ?", 5 * MINUTE, 3 * MINUTE),
                new Pattern("*/15 * * * *", 15 * MINUTE, 0),
                new Pattern("30 10 * * * ?", HOUR, 10 * MINUTE + 30_000),
                new Pattern("0 6 * * *", 24 * HOUR, 6 * HOUR));

        static Pattern of(Cron cron) {
            for (Pattern each : ALL) {
                if (each.expression.equals(cron.expression())) {
                    return each;
                }
            }
            throw new IllegalArgumentException("no meaning is known for " + cron);
        }
    }

    private Oracle() {}

    /** The first fire of a trigger that was given at {@code from}. */
    static long first(Trigger trigger, long from) {
        if (trigger instanceof Immediate) {
            return from;
        } else if (trigger instanceof At at) {
            return at.at().toEpochMilli();
        } else if (trigger instanceof Repeat repeat) {
            long start = Math.max(from, time(repeat.startAt(), from));
            return start > time(repeat.endAt(), NEVER) ? NEVER : start;
        }
        Cron cron = (Cron) trigger;
        return onGrid(cron, Math.max(from + 1, time(cron.startAt(), from)));
    }

    /** The fire after {@code due}, when {@code opened} were opened. */
    static long after(Trigger trigger, long due, long opened) {
        if (trigger instanceof Repeat repeat) {
            boolean enough = repeat.count() > 0 && opened >= repeat.count();
            long next = due + repeat.interval().toMillis();
            return enough || next > time(repeat.endAt(), NEVER) ? NEVER : next;
        }
        return trigger instanceof Cron cron ? onGrid(cron, due + 1) : NEVER;
    }

    private static long onGrid(Cron cron, long least) {
        Pattern pattern = Pattern.of(cron);
        long steps = Math.floorDiv(least - pattern.offset + pattern.period - 1, pattern.period);
        long due = steps * pattern.period + pattern.offset;
        return due > time(cron.endAt(), NEVER) ? NEVER : due;
    }

    private static long time(Optional<Instant> at, long absent) {
        return at.map(Instant::toEpochMilli).orElse(absent);
    }
}
