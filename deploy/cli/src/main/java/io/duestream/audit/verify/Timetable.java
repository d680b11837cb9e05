package io.duestream.audit.verify;

import io.duestream.cron.CronExpression;
import io.duestream.job.At;
import io.duestream.job.Cron;
import io.duestream.job.Immediate;
import io.duestream.job.Repeat;
import io.duestream.job.Trigger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The due times of a trigger, computed without the tracker. */
final class Timetable {
    private static final int MOST_PARSED = 10_000;

    private final Map<String, CronExpression> parsed = new HashMap<>();

    /** From when a trigger counts that a job gets at a time: a repeat from its first fire. */
    Instant anchor(Trigger trigger, Instant given) {
        if (trigger instanceof Repeat repeat && repeat.startAt().isPresent()) {
            Instant start = repeat.startAt().get();
            return start.isAfter(given) ? start : given;
        }
        return given;
    }

    /** The first due time. */
    Optional<Instant> first(Trigger trigger, Instant anchor) {
        if (trigger instanceof Immediate) {
            return Optional.of(anchor);
        }
        if (trigger instanceof At at) {
            return Optional.of(at.at());
        }
        if (trigger instanceof Repeat repeat) {
            return before(repeat.endAt(), anchor);
        }
        return cronAfter((Cron) trigger, anchor);
    }

    /**
     * The due time that follows another one.
     *
     * @param fires fires the trigger has made up to and with that one
     */
    Optional<Instant> next(Trigger trigger, Instant anchor, Instant due, long fires) {
        if (trigger instanceof Cron cron) {
            return cronAfter(cron, due);
        }
        if (trigger instanceof Repeat repeat) {
            boolean usedUp = repeat.count() != Repeat.FOREVER && fires >= repeat.count();
            return usedUp ? Optional.empty() : before(repeat.endAt(), gridAfter(repeat, anchor, due));
        }
        return Optional.empty();
    }

    private static Instant gridAfter(Repeat repeat, Instant anchor, Instant due) {
        long step = repeat.interval().toMillis();
        long since = due.toEpochMilli() - anchor.toEpochMilli();
        long steps = Math.floorDiv(since, step) + 1;
        return anchor.plusMillis(Math.max(0, steps) * step);
    }

    private Optional<Instant> cronAfter(Cron cron, Instant after) {
        Instant from = after;
        // A fire at the start time itself counts.
        if (cron.startAt().isPresent() && !cron.startAt().get().isBefore(after.plusMillis(1))) {
            from = cron.startAt().get().minusMillis(1);
        }
        Optional<Instant> due =
                expression(cron.expression()).next(from, ZoneId.of(cron.zone()), cron.dstGap(), cron.dstOverlap());
        return due.flatMap(at -> before(cron.endAt(), at));
    }

    private CronExpression expression(String text) {
        if (parsed.size() > MOST_PARSED) {
            parsed.clear();
        }
        return parsed.computeIfAbsent(text, CronExpression::parse);
    }

    private static Optional<Instant> before(Optional<Instant> end, Instant due) {
        return end.isPresent() && due.isAfter(end.get()) ? Optional.empty() : Optional.of(due);
    }
}
