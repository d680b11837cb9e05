package io.duestream.cron;

import static java.time.temporal.TemporalAdjusters.dayOfWeekInMonth;
import static java.time.temporal.TemporalAdjusters.lastDayOfMonth;
import static java.time.temporal.TemporalAdjusters.lastInMonth;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/** An expression made up at random together with what it means, so that nothing has to be parsed to know it. */
record RandomExpression(
        String text, Set<Integer> seconds, RandomField minutes, RandomField hours, Predicate<LocalDate> date) {
    boolean followsClock() {
        return minutes.wildcard() || hours.wildcard();
    }

    /** Whether the expression asks for this minute. */
    boolean matches(LocalDateTime minute) {
        return minutes.values().contains(minute.getMinute())
                && hours.values().contains(minute.getHour())
                && date.test(minute.toLocalDate());
    }

    static RandomExpression quartz(Random random, LocalDateTime near) {
        RandomField seconds = random.nextInt(4) == 0
                ? source(random, 0, 59, 0, true).any()
                : source(random, 0, 59, 0, true).single();
        RandomField minutes = source(random, 0, 59, near.getMinute(), true).any();
        RandomField hours = source(random, 0, 23, near.getHour(), true).any();
        RandomField months = source(random, 1, 12, near.getMonthValue(), true).any();
        RandomField years = source(random, 1970, 2099, near.getYear(), false).any();
        boolean withYear = random.nextInt(4) == 0;
        boolean byWeekday = random.nextBoolean();
        Days days = byWeekday ? quartzWeekdays(random, near) : quartzDays(random, near);
        String dayFields =
                byWeekday ? "? " + months.text() + " " + days.text() : days.text() + " " + months.text() + " ?";
        return new RandomExpression(
                seconds.text() + " " + minutes.text() + " " + hours.text() + " " + dayFields
                        + (withYear ? " " + years.text() : ""),
                seconds.values(),
                minutes,
                hours,
                date -> months.values().contains(date.getMonthValue())
                        && (!withYear || years.values().contains(date.getYear()))
                        && days.match().test(date));
    }

    static RandomExpression unix(Random random, LocalDateTime near) {
        RandomField minutes = source(random, 0, 59, near.getMinute(), false).any();
        RandomField hours = source(random, 0, 23, near.getHour(), false).any();
        RandomField days = source(random, 1, 31, near.getDayOfMonth(), false).any();
        RandomField months = source(random, 1, 12, near.getMonthValue(), false).any();
        RandomField weekdays =
                source(random, 0, 7, near.getDayOfWeek().getValue(), false).any();
        Predicate<LocalDate> onDay = date -> days.values().contains(date.getDayOfMonth());
        Predicate<LocalDate> onWeekday = date -> {
            int weekday = date.getDayOfWeek().getValue();
            return weekdays.values().contains(weekday)
                    || weekday == 7 && weekdays.values().contains(0);
        };
        boolean either = days.text().charAt(0) != '*' && weekdays.text().charAt(0) != '*';
        Predicate<LocalDate> onDate = either ? onDay.or(onWeekday) : onDay.and(onWeekday);
        return new RandomExpression(
                String.join(" ", minutes.text(), hours.text(), days.text(), months.text(), weekdays.text()),
                Set.of(0),
                minutes,
                hours,
                date -> months.values().contains(date.getMonthValue()) && onDate.test(date));
    }

    private static RandomField.Source source(Random random, int min, int max, int likely, boolean wraps) {
        return new RandomField.Source(random, min, max, likely, wraps);
    }

    private record Days(String text, Predicate<LocalDate> match) {}

    private static Days quartzDays(Random random, LocalDateTime near) {
        RandomField plain = source(random, 1, 31, near.getDayOfMonth(), true).any();
        int n = 1 + random.nextInt(31);
        return switch (random.nextInt(8)) {
            case 0 -> new Days("L", date -> date.equals(date.with(lastDayOfMonth())));
            case 1 ->
                new Days(
                        "L-" + (n - 1),
                        date -> date.equals(date.with(lastDayOfMonth()).minusDays(n - 1)));
            case 2 -> new Days("LW", date -> isNearestWorkday(date, date.lengthOfMonth()));
            case 3 -> new Days(n + "W", date -> isNearestWorkday(date, n));
            case 4 ->
                new Days(
                        plain.text() + ",L",
                        date -> plain.values().contains(date.getDayOfMonth())
                                || date.equals(date.with(lastDayOfMonth())));
            default -> new Days(plain.text(), date -> plain.values().contains(date.getDayOfMonth()));
        };
    }

    private static Days quartzWeekdays(Random random, LocalDateTime near) {
        DayOfWeek weekday = near.getDayOfWeek();
        String name = weekday.name().substring(0, 3);
        int number = weekday.getValue() % 7 + 1;
        int n = 1 + random.nextInt(5);
        RandomField plain = source(random, 1, 7, number, true).any();
        return switch (random.nextInt(6)) {
            case 0 -> new Days(number + "#" + n, date -> date.equals(date.with(dayOfWeekInMonth(n, weekday))));
            case 1 -> new Days(name + "L", date -> date.equals(date.with(lastInMonth(weekday))));
            case 2 -> new Days(name, date -> date.getDayOfWeek() == weekday);
            default ->
                new Days(
                        plain.text(),
                        date -> plain.values().contains(date.getDayOfWeek().getValue() % 7 + 1));
        };
    }

    /** Looks around the n-th of the month, ever further, for a workday of the same month. */
    private static boolean isNearestWorkday(LocalDate date, int n) {
        if (n > date.lengthOfMonth()) {
            return false;
        }
        LocalDate target = date.withDayOfMonth(n);
        for (int distance = 0; ; distance++) {
            for (LocalDate day : new LocalDate[] {target.minusDays(distance), target.plusDays(distance)}) {
                if (day.getMonth() == target.getMonth() && day.getDayOfWeek().getValue() <= 5) {
                    return day.equals(date);
                }
            }
        }
    }
}
