package io.duestream.cron;

import static io.duestream.cron.CronSyntaxException.quoted;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Splits an expression into its fields and hands them to the parser of the dialect. */
final class CronParser {
    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");
    private static final Map<String, String> MACROS = new TreeMap<>(Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *"));
    private static final String UNIX = "5 (Unix: minutes hours day-of-month month day-of-week)";
    private static final String QUARTZ = "6 or 7 (Quartz: seconds minutes hours day-of-month month day-of-week [year])";

    private CronParser() {}

    /** The dialect by the number of fields; a macro is Unix. */
    static Dialect dialectOf(String text) {
        if (isMacro(text)) {
            return Dialect.UNIX;
        }
        return switch (fields(text).length) {
            case 5 -> Dialect.UNIX;
            case 6, 7 -> Dialect.QUARTZ;
            default -> throw wrongCount(text, UNIX + " or " + QUARTZ);
        };
    }

    static Schedule parse(Dialect dialect, String text) {
        String[] fields = fields(text);
        return switch (dialect) {
            case QUARTZ -> {
                if (isMacro(text)) {
                    throw new CronSyntaxException(
                            text,
                            List.of("found a Unix macro, expected " + QUARTZ + " fields as Quartz has no macros"));
                }
                if (fields.length != 6 && fields.length != 7) {
                    throw wrongCount(text, QUARTZ);
                }
                yield new QuartzParser().parse(text, fields);
            }
            case UNIX -> {
                if (isMacro(text)) {
                    yield new UnixParser().parse(text, fields(macro(text)));
                }
                if (fields.length != 5) {
                    throw wrongCount(text, UNIX);
                }
                yield new UnixParser().parse(text, fields);
            }
        };
    }

    private static boolean isMacro(String text) {
        return trimmed(text).startsWith("@");
    }

    private static String macro(String text) {
        String fields = MACROS.get(trimmed(text).toLowerCase(Locale.ROOT));
        if (fields == null) {
            throw new CronSyntaxException(
                    text,
                    List.of("found the macro " + quoted(trimmed(text)) + ", expected one of "
                            + String.join(", ", MACROS.keySet())));
        }
        return fields;
    }

    private static String[] fields(String text) {
        String trimmed = trimmed(text);
        return trimmed.isEmpty() ? new String[0] : BLANKS.split(trimmed);
    }

    private static String trimmed(String text) {
        return text.strip();
    }

    private static CronSyntaxException wrongCount(String text, String expected) {
        int count = fields(text).length;
        return new CronSyntaxException(
                text, List.of("found " + count + (count == 1 ? " field" : " fields") + ", expected " + expected));
    }
}
