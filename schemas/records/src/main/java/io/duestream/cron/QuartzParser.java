package io.duestream.cron;

import static io.duestream.cron.CronSyntaxException.quoted;

import io.duestream.cron.DayRule.AnyOf;
import io.duestream.cron.DayRule.BeforeLast;
import io.duestream.cron.DayRule.LastWeekday;
import io.duestream.cron.DayRule.NearestWorkday;
import io.duestream.cron.DayRule.NthWeekday;
import io.duestream.cron.DayRule.OnDays;
import io.duestream.cron.DayRule.OnWeekdays;
import io.duestream.cron.FieldReader.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the Quartz dialect: six or seven fields, with {@code ?} in exactly one of the two day fields. */
final class QuartzParser {
    private static final Pattern LAST_DAY = Pattern.compile("L(?:-(?<before>\\d{1,2}))?(?<workday>W)?");
    private static final Pattern WORKDAY = Pattern.compile("(?<day>\\d{1,2})W");
    private static final Pattern LAST_WEEKDAY = Pattern.compile("(?<weekday>[1-7]|[A-Z]{3})L");
    private static final Pattern NTH_WEEKDAY = Pattern.compile("(?<weekday>[1-7]|[A-Z]{3})#(?<n>[1-5])");
    private static final int MOST_BEFORE_LAST = 30;

    private final FieldReader reader = new FieldReader(Dialect.QUARTZ);

    Schedule parse(String text, String[] fields) {
        Problems problems = new Problems(text);
        String daysText = fields[3];
        String weekdaysText = fields[5];
        Optional<FieldMask> seconds = problems.read(() -> reader.read(CronField.SECONDS, fields[0]));
        Optional<FieldMask> minutes = problems.read(() -> reader.read(CronField.MINUTES, fields[1]));
        Optional<FieldMask> hours = problems.read(() -> reader.read(CronField.HOURS, fields[2]));
        Optional<DayRule> days = problems.read(() -> daysOfMonth(daysText));
        Optional<FieldMask> months = problems.read(() -> reader.read(CronField.MONTH, fields[4]));
        Optional<DayRule> weekdays = problems.read(() -> weekdays(weekdaysText));
        Optional<FieldMask> years = fields.length < 7
                ? Optional.of(FieldMask.all(CronField.YEAR))
                : problems.read(() -> reader.read(CronField.YEAR, fields[6]));
        boolean byWeekday = daysText.equals("?");
        if (byWeekday == weekdaysText.equals("?")) {
            problems.add("day-of-month and day-of-week: found " + quoted(daysText) + " and " + quoted(weekdaysText)
                    + ", expected ? in exactly one of the two, as in 0 0 12 * * ?");
        }
        problems.throwIfAny();
        DayRule rule = byWeekday ? weekdays.orElseThrow() : days.orElseThrow();
        return new Schedule(
                seconds.orElseThrow(), minutes.orElseThrow(), hours.orElseThrow(), months.orElseThrow(), years, rule);
    }

    private DayRule daysOfMonth(String text) throws Problem {
        if (text.equals("?")) {
            return new OnDays(0);
        }
        List<DayRule> rules = new ArrayList<>();
        for (String item : FieldReader.items(text)) {
            rules.add(dayOfMonth(item));
        }
        return rules.size() == 1 ? rules.get(0) : new AnyOf(rules);
    }

    private DayRule dayOfMonth(String item) throws Problem {
        String upper = item.toUpperCase(Locale.ROOT);
        Matcher last = LAST_DAY.matcher(upper);
        if (last.matches()) {
            int before = last.group("before") == null ? 0 : Integer.parseInt(last.group("before"));
            if (before > MOST_BEFORE_LAST) {
                throw Problem.in(CronField.DAY_OF_MONTH, item, "at most " + MOST_BEFORE_LAST + " after L-");
            }
            DayRule day = new BeforeLast(before);
            return last.group("workday") == null ? day : new NearestWorkday(day);
        }
        Matcher workday = WORKDAY.matcher(upper);
        if (workday.matches()) {
            int day = CronField.DAY_OF_MONTH
                    .value(workday.group("day"))
                    .orElseThrow(() -> Problem.in(CronField.DAY_OF_MONTH, item, "a day 1-31 before W"));
            return new NearestWorkday(new OnDays(1L << day));
        }
        return new OnDays(reader.read(CronField.DAY_OF_MONTH, item).low());
    }

    private DayRule weekdays(String text) throws Problem {
        String upper = text.toUpperCase(Locale.ROOT);
        if (text.equals("?")) {
            return new OnWeekdays(0);
        }
        if (upper.equals("L")) {
            // Quartz counts the week from Sunday, so its last day is Saturday.
            return new OnWeekdays(1 << 6);
        }
        if (upper.contains(",") && (upper.contains("#") || upper.contains("L"))) {
            throw Problem.in(CronField.QUARTZ_DAY_OF_WEEK, text, "L and # alone, not in a list");
        }
        Matcher last = LAST_WEEKDAY.matcher(upper);
        if (last.matches()) {
            return new LastWeekday(weekday(text, last.group("weekday")));
        }
        Matcher nth = NTH_WEEKDAY.matcher(upper);
        if (nth.matches()) {
            return new NthWeekday(weekday(text, nth.group("weekday")), Integer.parseInt(nth.group("n")));
        }
        FieldMask mask = reader.read(CronField.QUARTZ_DAY_OF_WEEK, text);
        return new OnWeekdays((int) (mask.low() >>> 1));
    }

    /** The weekday with Sunday as 0. */
    private static int weekday(String text, String token) throws Problem {
        return CronField.QUARTZ_DAY_OF_WEEK
                        .value(token)
                        .orElseThrow(() -> Problem.in(
                                CronField.QUARTZ_DAY_OF_WEEK,
                                text,
                                CronField.QUARTZ_DAY_OF_WEEK.range() + " before L or #"))
                - 1;
    }
}
