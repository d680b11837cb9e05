package io.duestream.cli.cron;

import io.duestream.cron.CronExpression;
import io.duestream.cron.CronSyntaxException;
import io.duestream.cron.Dialect;
import io.duestream.cron.DstGap;
import io.duestream.cron.DstOverlap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers lines {@code dialect⇥expression⇥zone⇥after…}: fires in UTC separated by blanks, {@code -} in place of the first
 * that does not exist and nothing after it, or {@code error: reason}.
 */
final class CronBatch {
    private static final String NONE = "-";
    private static final int COLUMNS = 4;

    private final int count;
    private final DstGap gap;
    private final DstOverlap overlap;

    CronBatch(int count, DstGap gap, DstOverlap overlap) {
        this.count = count;
        this.gap = gap;
        this.overlap = overlap;
    }

    /** The answer to a line; empty for a comment, which has none. */
    Optional<String> answer(String line) {
        if (line.startsWith("#")) {
            return Optional.empty();
        }
        String[] columns = line.split("\t", -1);
        if (columns.length < COLUMNS) {
            return Optional.of("error: " + columns.length
                    + " columns; expected dialect, expression, zone and after, separated by tabs");
        }
        try {
            CronExpression expression = CronExpression.parse(dialect(columns[0]), columns[1]);
            requireFires(expression);
            return Optional.of(String.join(" ", texts(expression, zone(columns[2]), after(columns[3]))));
        } catch (IllegalArgumentException e) {
            return Optional.of("error: " + e.getMessage());
        }
    }

    /** An expression that matches no date at all is refused, as it is when a job is submitted. */
    static void requireFires(CronExpression expression) {
        if (!expression.canFire()) {
            throw new IllegalArgumentException(
                    "\"" + expression.text() + "\" can never fire: no date matches its day, month and year");
        }
    }

    private List<String> texts(CronExpression expression, ZoneId zone, Instant after) {
        List<String> texts = new ArrayList<>(
                fires(expression, zone, after).stream().map(Instant::toString).toList());
        if (texts.size() < count) {
            texts.add(NONE);
        }
        return texts;
    }

    /** The next fires; fewer than asked for where there are no more. */
    List<Instant> fires(CronExpression expression, ZoneId zone, Instant after) {
        List<Instant> fires = new ArrayList<>();
        Instant last = after;
        while (fires.size() < count) {
            Optional<Instant> next = expression.next(last, zone, gap, overlap);
            if (next.isEmpty()) {
                break;
            }
            last = next.get();
            fires.add(last);
        }
        return fires;
    }

    static Dialect dialect(String text) {
        try {
            return Dialect.valueOf(text.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("dialect '" + text + "' is unknown; expected quartz or unix", e);
        }
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text.trim());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a time zone; expected an id such as Europe/Berlin or UTC", e);
        }
    }

    static Instant after(String text) {
        try {
            return OffsetDateTime.parse(text.trim()).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a time; expected one such as 2027-03-14T06:30:00Z", e);
        }
    }

    /** An expression in a given dialect, or in the one that its number of fields tells. */
    static CronExpression parse(Optional<Dialect> dialect, String text) throws CronSyntaxException {
        return dialect.map(each -> CronExpression.parse(each, text)).orElseGet(() -> CronExpression.parse(text));
    }
}
