package io.duestream.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * Looks for the next fire of a schedule in a zone. Between two changes of the zone's offset local time runs on evenly, so the
 * search goes from one such stretch to the next: in each it asks the schedule for a local time, and at each change it decides
 * what becomes of the local times that the change leaves out or repeats.
 *
 * @param skipped whether the local times that a gap leaves out come to nothing
 * @param repeated whether the local times that an overlap repeats fire again
 */
record ZonedSearch(Schedule schedule, ZoneRules rules, boolean skipped, boolean repeated) {
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z").minus(Duration.ofDays(2));
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    /**
     * Longer than any local time can go back: offsets reach from -18 to +18 hours, so behind this distance no local time that
     * was passed comes again.
     */
    private static final Duration BEYOND_REPETITION = Duration.ofDays(4);

    /** The first fire strictly after the given instant. */
    Optional<Instant> after(Instant after) {
        if (!after.isBefore(END)) {
            return Optional.empty();
        }
        Instant start = after.isBefore(FIRST) ? FIRST : after.truncatedTo(ChronoUnit.SECONDS);
        Instant at = start;
        while (true) {
            ZoneOffset offset = rules.getOffset(at);
            LocalDateTime local = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, offset);
            LocalDateTime from = unrepeated(local, offset, at.equals(start) ? local.plusSeconds(1) : local);
            Optional<LocalDateTime> match = schedule.atOrAfter(from);
            ZoneOffsetTransition change = rules.nextTransition(at);
            if (change == null || match.isPresent() && match.get().isBefore(change.getDateTimeBefore())) {
                return match.map(time -> time.toInstant(offset));
            }
            if (!skipped && change.isGap() && match.isPresent() && match.get().isBefore(change.getDateTimeAfter())) {
                return Optional.of(change.getInstant());
            }
            boolean settled = change.getInstant().isAfter(at.plus(BEYOND_REPETITION));
            if (settled && match.isEmpty()) {
                return Optional.empty();
            }
            at = settled ? later(change.getInstant(), wellBefore(match.get())) : change.getInstant();
        }
    }

    /** Where to look from: behind the overlap, when {@code local} is its second pass and that is not to fire again. */
    private LocalDateTime unrepeated(LocalDateTime local, ZoneOffset offset, LocalDateTime from) {
        if (repeated) {
            return from;
        }
        ZoneOffsetTransition change = rules.getTransition(local);
        boolean secondPass = change != null && change.isOverlap() && offset.equals(change.getOffsetAfter());
        return secondPass ? change.getDateTimeBefore() : from;
    }

    /** An instant that is before the local time in every zone, so that the years up to it need not be walked. */
    private static Instant wellBefore(LocalDateTime match) {
        return match.toInstant(ZoneOffset.UTC).minus(BEYOND_REPETITION);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
