package io.duestream.cron;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** A field of an expression: its name in messages, the numbers it takes, and the names that stand for some of them. */
enum CronField {
    SECONDS("seconds", 0, 59),
    MINUTES("minutes", 0, 59),
    HOURS("hours", 0, 23),
    DAY_OF_MONTH("day-of-month", 1, 31),
    MONTH("month", 1, 12, "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
    QUARTZ_DAY_OF_WEEK("day-of-week", 1, 7, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"),
    /** 7 is Sunday as well as 0. */
    UNIX_DAY_OF_WEEK("day-of-week", 0, 7, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"),
    YEAR("year", 1970, 2099);

    private final String title;
    private final int min;
    private final int max;
    private final List<String> names;

    CronField(String title, int min, int max, String... names) {
        this.title = title;
        this.min = min;
        this.max = max;
        this.names = List.of(names);
    }

    String title() {
        return title;
    }

    int min() {
        return min;
    }

    int max() {
        return max;
    }

    /** What a value may be, for messages: {@code 1-12 or JAN-DEC}. */
    String range() {
        String numbers = min + "-" + max;
        return names.isEmpty() ? numbers : numbers + " or " + names.get(0) + "-" + names.get(names.size() - 1);
    }

    /** The number that digits or a name stand for; empty when the field does not take it. */
    OptionalInt value(String token) {
        if (Character.isDigit(token.charAt(0))) {
            int number = Integer.parseInt(token);
            return number < min || number > max ? OptionalInt.empty() : OptionalInt.of(number);
        }
        int index = names.indexOf(token.toUpperCase(Locale.ROOT));
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(min + index);
    }
}
