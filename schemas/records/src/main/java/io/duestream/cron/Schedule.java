package io.duestream.cron;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.Optional;

/**
 * What an expression asks for on the local calendar, without zones: the times of the day, the same every day, and the days.
 *
 * <p>The search is bounded by years. Quartz years end in 2099. A Unix expression that matches any date matches one within
 * {@value #UNIX_YEARS} years: the rarest that it can ask for is a 29 February on one weekday, and two of these are at most 40
 * years apart, where a year like 2100 has none in between.
 */
record Schedule(
        FieldMask seconds,
        FieldMask minutes,
        FieldMask hours,
        FieldMask months,
        Optional<FieldMask> years,
        DayRule days) {
    private static final int FIRST_YEAR = CronField.YEAR.min();
    private static final int UNIX_YEARS = 40;
    private static final int GREGORIAN_CYCLE = 400;

    /** The first matching local time at or after {@code from}; empty when the search ends without one. */
    Optional<LocalDateTime> atOrAfter(LocalDateTime from) {
        if (from.getYear() < FIRST_YEAR) {
            return atOrAfter(LocalDateTime.of(FIRST_YEAR, 1, 1, 0, 0));
        }
        LocalDate today = from.toLocalDate();
        if (matches(today)) {
            int second = secondOfDay(from.getHour(), from.getMinute(), from.getSecond());
            if (second >= 0) {
                return Optional.of(at(today, second));
            }
        }
        int lastYear = years.isPresent() ? CronField.YEAR.max() : from.getYear() + UNIX_YEARS;
        return day(today.plusDays(1), lastYear).map(day -> at(day, secondOfDay(0, 0, 0)));
    }

    /** Whether there is a date at all, in any year, that matches. */
    boolean everMatches() {
        return day(LocalDate.of(FIRST_YEAR, 1, 1), FIRST_YEAR + GREGORIAN_CYCLE - 1)
                .isPresent();
    }

    private static LocalDateTime at(LocalDate day, int second) {
        return day.atTime(second / 3600, second / 60 % 60, second % 60);
    }

    private boolean matches(LocalDate day) {
        int month = day.getMonthValue();
        return nextYear(day.getYear()) == day.getYear()
                && months.from(month) == month
                && (daysOf(day.getYear(), month) >>> day.getDayOfMonth() & 1) == 1;
    }

    private Optional<LocalDate> day(LocalDate from, int lastYear) {
        int startYear = from.getYear();
        for (int year = nextYear(startYear); year >= 0 && year <= lastYear; year = nextYear(year + 1)) {
            int startMonth = year == startYear ? from.getMonthValue() : 1;
            for (int month = months.from(startMonth); month > 0; month = months.from(month + 1)) {
                boolean first = year == startYear && month == from.getMonthValue();
                int left = daysOf(year, month) & (first ? -1 << from.getDayOfMonth() : -1);
                if (left != 0) {
                    return Optional.of(LocalDate.of(year, month, Integer.numberOfTrailingZeros(left)));
                }
            }
        }
        return Optional.empty();
    }

    private int nextYear(int year) {
        return years.isPresent() ? years.get().from(year) : year;
    }

    private int daysOf(int year, int month) {
        YearMonth shape = YearMonth.of(year, month);
        return days.daysOf(shape.lengthOfMonth(), shape.atDay(1).getDayOfWeek().getValue() % 7);
    }

    /** The first matching second of a day at or after the given time, or -1. */
    private int secondOfDay(int fromHour, int fromMinute, int fromSecond) {
        int hour = hours.from(fromHour);
        if (hour < 0) {
            return -1;
        }
        if (hour > fromHour) {
            return (hour * 60 + minutes.first()) * 60 + seconds.first();
        }
        int minute = minutes.from(fromMinute);
        if (minute == fromMinute) {
            int second = seconds.from(fromSecond);
            if (second >= 0) {
                return (hour * 60 + minute) * 60 + second;
            }
            minute = minutes.from(fromMinute + 1);
        }
        if (minute >= 0) {
            return (hour * 60 + minute) * 60 + seconds.first();
        }
        hour = hours.from(fromHour + 1);
        return hour < 0 ? -1 : (hour * 60 + minutes.first()) * 60 + seconds.first();
    }

    /** Whether the minutes and the hours name particular times, so that a change of the clock may take one away or double it. */
    boolean fixedTime() {
        return !minutes.wildcard() && !hours.wildcard();
    }
}
