package io.duestream.cli.job;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and durations as people write them. */
final class TimeText {
    static final String DURATION = "a duration such as 500ms, 10s, 1h30m or PT10S";
    static final String INSTANT = "a time such as 2027-03-14T06:30:00Z, or +10s for ten seconds from now";

    private static final Pattern PART = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)");

    private TimeText() {}

    /** @throws IllegalArgumentException if the text is no duration */
    static Duration duration(String text) {
        String trimmed = text.trim();
        try {
            return trimmed.startsWith("P") || trimmed.startsWith("-P") ? Duration.parse(trimmed) : parts(trimmed);
        } catch (DateTimeException | ArithmeticException e) {
            throw wrong(text, DURATION, e);
        }
    }

    private static Duration parts(String text) {
        Matcher matcher = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            sum = sum.plus(part(Long.parseLong(matcher.group(1)), matcher.group(2)));
            end = matcher.end();
        }
        if (end == 0 || end != text.length()) {
            throw wrong(text, DURATION, null);
        }
        return sum;
    }

    private static Duration part(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> throw new IllegalStateException(unit);
        };
    }

    /** @throws IllegalArgumentException if the text is no time */
    static Instant instant(String text, Instant now) {
        String trimmed = text.trim();
        if (trimmed.startsWith("+")) {
            try {
                return now.plus(duration(trimmed.substring(1)));
            } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
                throw wrong(text, INSTANT, e);
            }
        }
        try {
            return OffsetDateTime.parse(trimmed).toInstant();
        } catch (DateTimeException e) {
            throw wrong(text, INSTANT, e);
        }
    }

    private static IllegalArgumentException wrong(String text, String expected, Exception cause) {
        String shown = text.length() <= 60 ? text : text.substring(0, 60) + "…";
        return new IllegalArgumentException("is '" + shown + "'; expected " + expected, cause);
    }
}
