package io.duestream.tracker.core;

import io.duestream.cron.CronExpression;
import io.duestream.job.At;
import io.duestream.job.Cron;
import io.duestream.job.Immediate;
import io.duestream.job.Repeat;
import io.duestream.job.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When a trigger fires. Always computed from the scheduled time, never from the time of computing, so that lateness does
 * not move a schedule.
 */
public final class NextFire {
    private static final int MOST_CACHED = 10_000;

    /** Parsing costs more than evaluating, and jobs share expressions. */
    private final Map<String, CronExpression> parsed = new ConcurrentHashMap<>();

    /** The time a trigger counts from: the first fire of a repeat, else {@code now}. */
    public Instant anchor(Trigger trigger, Instant now) {
        return trigger instanceof Repeat repeat
                ? repeat.startAt().filter(start -> start.isAfter(now)).orElse(now)
                : now;
    }

    /** The first fire of a trigger that counts from {@code anchor}; empty if it never fires. */
    public Optional<Instant> first(Trigger trigger, Instant anchor) {
        if (trigger instanceof Immediate) {
            return Optional.of(anchor);
        } else if (trigger instanceof At at) {
            return Optional.of(at.at());
        } else if (trigger instanceof Repeat repeat) {
            return Optional.of(anchor).filter(due -> within(repeat.endAt(), due));
        } else {
            return cron((Cron) trigger, anchor);
        }
    }

    /**
     * The first fire strictly after {@code due}.
     *
     * @param opened how many fires the trigger has opened, which a repeat counts
     */
    public Optional<Instant> after(Trigger trigger, Instant anchor, Instant due, long opened) {
        if (trigger instanceof Immediate || trigger instanceof At) {
            return Optional.empty();
        } else if (trigger instanceof Repeat repeat) {
            return repeat(repeat, anchor, due, opened);
        } else {
            return cron((Cron) trigger, due);
        }
    }

    private static Optional<Instant> repeat(Repeat repeat, Instant anchor, Instant due, long opened) {
        if (repeat.count() != Repeat.FOREVER && opened >= repeat.count()) {
            return Optional.empty();
        }
        if (due.isBefore(anchor)) {
            return Optional.of(anchor).filter(first -> within(repeat.endAt(), first));
        }
        long interval = repeat.interval().toMillis();
        long steps = Duration.between(anchor, due).toMillis() / interval + 1;
        Instant next = anchor.plusMillis(interval * steps);
        return Optional.of(next).filter(at -> within(repeat.endAt(), at));
    }

    private Optional<Instant> cron(Cron cron, Instant after) {
        Instant from = cron.startAt()
                .map(start -> start.minusMillis(1))
                .filter(start -> start.isAfter(after))
                .orElse(after);
        return expression(cron.expression())
                .next(from, ZoneId.of(cron.zone()), cron.dstGap(), cron.dstOverlap())
                .filter(due -> within(cron.endAt(), due));
    }

    private CronExpression expression(String text) {
        CronExpression known = parsed.get(text);
        if (known == null) {
            if (parsed.size() >= MOST_CACHED) {
                parsed.clear();
            }
            known = CronExpression.parse(text);
            parsed.put(text, known);
        }
        return known;
    }

    private static boolean within(Optional<Instant> end, Instant due) {
        return end.isEmpty() || !due.isAfter(end.get());
    }
}
