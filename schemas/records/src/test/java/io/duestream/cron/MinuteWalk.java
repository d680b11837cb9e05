package io.duestream.cron;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Finds the fires of an expression in the plainest way: by looking at every minute there is. */
record MinuteWalk(RandomExpression expression, ZoneRules rules, DstGap gap, DstOverlap overlap) {
    /** The fires after one instant, up to and including another. */
    List<Instant> fires(Instant after, Instant until) {
        NavigableSet<Instant> fires = expression.followsClock()
                ? byTheClock(after.minusSeconds(60).truncatedTo(ChronoUnit.MINUTES), until)
                : byLocalTime(
                        LocalDateTime.ofInstant(after, ZoneOffset.UTC).minusDays(2),
                        LocalDateTime.ofInstant(until, ZoneOffset.UTC).plusDays(2));
        return new ArrayList<>(fires.subSet(after, false, until, true));
    }

    private NavigableSet<Instant> byTheClock(Instant from, Instant until) {
        NavigableSet<Instant> fires = new TreeSet<>();
        for (Instant minute = from; !minute.isAfter(until); minute = minute.plusSeconds(60)) {
            if (expression.matches(LocalDateTime.ofInstant(minute, rules.getOffset(minute)))) {
                for (int second : expression.seconds()) {
                    fires.add(minute.plusSeconds(second));
                }
            }
        }
        return fires;
    }

    private NavigableSet<Instant> byLocalTime(LocalDateTime from, LocalDateTime until) {
        NavigableSet<Instant> fires = new TreeSet<>();
        for (LocalDateTime minute = from.truncatedTo(ChronoUnit.MINUTES);
                minute.isBefore(until);
                minute = minute.plusMinutes(1)) {
            if (expression.matches(minute)) {
                for (int second : expression.seconds()) {
                    fires.addAll(instants(minute.plusSeconds(second)));
                }
            }
        }
        return fires;
    }

    private List<Instant> instants(LocalDateTime time) {
        List<ZoneOffset> offsets = rules.getValidOffsets(time);
        if (offsets.isEmpty()) {
            return gap == DstGap.SKIP
                    ? List.of()
                    : List.of(rules.getTransition(time).getInstant());
        }
        int wanted = overlap == DstOverlap.FIRST ? 1 : offsets.size();
        return offsets.stream().limit(wanted).map(time::toInstant).toList();
    }
}
