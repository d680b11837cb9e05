package io.duestream.cron;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks an expression for its fires and shows them as local times with their offset. */
record Fires(String expression, ZoneId zone, DstGap gap, DstOverlap overlap) {
    static Fires of(String expression, String zone) {
        return new Fires(expression, ZoneId.of(zone), DstGap.RUN_AFTER, DstOverlap.FIRST);
    }

    static Fires inUtc(String expression) {
        return of(expression, "UTC");
    }

    Fires with(DstGap other) {
        return new Fires(expression, zone, other, overlap);
    }

    Fires with(DstOverlap other) {
        return new Fires(expression, zone, gap, other);
    }

    /** All fires from one local time (inclusive) to another (exclusive). */
    List<String> between(String from, String to) {
        Instant end = LocalDateTime.parse(to).atZone(zone).toInstant();
        List<String> fires = new ArrayList<>();
        Instant at = LocalDateTime.parse(from).atZone(zone).toInstant().minusSeconds(1);
        Optional<Instant> next = next(at);
        while (next.isPresent() && next.get().isBefore(end)) {
            fires.add(OffsetDateTime.ofInstant(next.get(), zone).toString());
            next = next(next.get());
        }
        return fires;
    }

    /** The dates of the first fires from a local date on. */
    List<String> dates(String from, int count) {
        List<String> dates = new ArrayList<>();
        Instant at =
                LocalDateTime.parse(from + "T00:00").atZone(zone).toInstant().minusSeconds(1);
        while (dates.size() < count) {
            at = next(at).orElseThrow();
            dates.add(at.atZone(zone).toLocalDate().toString());
        }
        return dates;
    }

    Optional<Instant> next(Instant after) {
        return CronExpression.parse(expression).next(after, zone, gap, overlap);
    }
}
