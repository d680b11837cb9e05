package io.duestream.cron;

import io.duestream.cron.DayRule.AnyOf;
import io.duestream.cron.DayRule.BothOf;
import io.duestream.cron.DayRule.OnDays;
import io.duestream.cron.DayRule.OnWeekdays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the Unix dialect. The day fields follow {@code man 5 crontab}: "If both fields are restricted (i.e., don't start with
 * *), the command will be run when either field matches". When one of them does start with {@code *}, a day has to match both,
 * which matters for a step such as {@code *}{@code /2}.
 */
final class UnixParser {
    private final FieldReader reader = new FieldReader(Dialect.UNIX);

    Schedule parse(String text, String[] fields) {
        Problems problems = new Problems(text);
        Optional<FieldMask> minutes = problems.read(() -> reader.read(CronField.MINUTES, fields[0]));
        Optional<FieldMask> hours = problems.read(() -> reader.read(CronField.HOURS, fields[1]));
        Optional<FieldMask> days = problems.read(() -> reader.read(CronField.DAY_OF_MONTH, fields[2]));
        Optional<FieldMask> months = problems.read(() -> reader.read(CronField.MONTH, fields[3]));
        Optional<FieldMask> weekdays = problems.read(() -> reader.read(CronField.UNIX_DAY_OF_WEEK, fields[4]));
        problems.throwIfAny();
        DayRule onDays = new OnDays(days.orElseThrow().low());
        DayRule onWeekdays =
                new OnWeekdays(sundayAsZero((int) weekdays.orElseThrow().low()));
        boolean bothRestricted = !fields[2].startsWith("*") && !fields[4].startsWith("*");
        DayRule rule = bothRestricted ? new AnyOf(List.of(onDays, onWeekdays)) : new BothOf(onDays, onWeekdays);
        return new Schedule(
                FieldMask.of(0),
                minutes.orElseThrow(),
                hours.orElseThrow(),
                months.orElseThrow(),
                Optional.empty(),
                rule);
    }

    private static int sundayAsZero(int weekdays) {
        return (weekdays | weekdays >>> 7) & 0x7f;
    }
}
