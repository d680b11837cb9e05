package io.duestream.cron;

import java.util.List;

/**
 * Which days of a month are asked for. A month is described by its number of days and the weekday of its first (0 is Sunday),
 * and the answer is a bit mask: bit d is the d-th of the month.
 */
sealed interface DayRule {
    int daysOf(int length, int firstWeekday);

    /** The given days of the month, those that the month has. */
    record OnDays(long days) implements DayRule {
        @Override
        public int daysOf(int length, int firstWeekday) {
            return (int) (days & month(length));
        }
    }

    /** The given weekdays, bit 0 being Sunday. */
    record OnWeekdays(int weekdays) implements DayRule {
        private static final long FIVE_WEEKS = 1L | 1L << 7 | 1L << 14 | 1L << 21 | 1L << 28;

        @Override
        public int daysOf(int length, int firstWeekday) {
            long fromFirst = (weekdays >>> firstWeekday | weekdays << (7 - firstWeekday)) & 0x7f;
            return (int) (fromFirst * FIVE_WEEKS << 1 & month(length));
        }
    }

    /** The day that many days before the last of the month. */
    record BeforeLast(int days) implements DayRule {
        @Override
        public int daysOf(int length, int firstWeekday) {
            return bit(length - days, length);
        }
    }

    /** The day from Monday to Friday that is nearest to the target without leaving the month. */
    record NearestWorkday(DayRule target) implements DayRule {
        @Override
        public int daysOf(int length, int firstWeekday) {
            int day = Integer.numberOfTrailingZeros(target.daysOf(length, firstWeekday));
            if (day > length) {
                return 0;
            }
            return switch ((firstWeekday + day - 1) % 7) {
                case 6 -> 1 << (day == 1 ? 3 : day - 1);
                case 0 -> 1 << (day == length ? length - 2 : day + 1);
                default -> 1 << day;
            };
        }
    }

    /** The n-th such weekday of the month (0 is Sunday); none when the month has fewer. */
    record NthWeekday(int weekday, int n) implements DayRule {
        @Override
        public int daysOf(int length, int firstWeekday) {
            return bit(first(weekday, firstWeekday) + 7 * (n - 1), length);
        }
    }

    /** The last such weekday of the month (0 is Sunday). */
    record LastWeekday(int weekday) implements DayRule {
        @Override
        public int daysOf(int length, int firstWeekday) {
            int fifth = first(weekday, firstWeekday) + 28;
            return 1 << (fifth <= length ? fifth : fifth - 7);
        }
    }

    /** The days of any of the rules. */
    record AnyOf(List<DayRule> rules) implements DayRule {
        public AnyOf {
            rules = List.copyOf(rules);
        }

        @Override
        public int daysOf(int length, int firstWeekday) {
            int days = 0;
            for (DayRule rule : rules) {
                days |= rule.daysOf(length, firstWeekday);
            }
            return days;
        }
    }

    /** The days of both rules. */
    record BothOf(DayRule one, DayRule other) implements DayRule {
        @Override
        public int daysOf(int length, int firstWeekday) {
            return one.daysOf(length, firstWeekday) & other.daysOf(length, firstWeekday);
        }
    }

    private static long month(int length) {
        return (1L << (length + 1)) - 2;
    }

    private static int bit(int day, int length) {
        return day < 1 || day > length ? 0 : 1 << day;
    }

    private static int first(int weekday, int firstWeekday) {
        return 1 + (weekday - firstWeekday + 7) % 7;
    }
}
